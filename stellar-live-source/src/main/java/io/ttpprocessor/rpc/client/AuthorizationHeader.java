package io.ttpprocessor.rpc.client;

import io.ttpprocessor.kit.config.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header that each request carries to show who asks.
 *
 * @param name the header's name
 * @param value its value, which is never printed
 */
public record AuthorizationHeader(String name, Secret value) {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9-]+):[ \\t]*(.*)");
  private static final Pattern PRINTABLE = Pattern.compile("[\\t\\x20-\\x7E]+");

  /**
   * Reads {@code Name: value}, or a value alone, which goes into {@code Authorization}.
   *
   * @throws IllegalArgumentException when it fits no header; the message does not show it
   */
  public static AuthorizationHeader parse(Secret setting) {
    String text = setting.reveal().trim();
    Matcher named = NAMED.matcher(text);
    String name = named.matches() ? named.group(1) : "Authorization";
    String value = named.matches() ? named.group(2) : text;
    if (!PRINTABLE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "is no header: either \"Name: value\" or the value of Authorization, in ASCII");
    }
    return new AuthorizationHeader(name, new Secret(value));
  }
}
