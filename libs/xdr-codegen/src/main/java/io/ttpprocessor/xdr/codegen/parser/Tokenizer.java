package io.ttpprocessor.xdr.codegen.parser;

import io.ttpprocessor.xdr.codegen.SchemaException;
import io.ttpprocessor.xdr.codegen.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/** Splits a schema into tokens and drops white space and comments. */
final class Tokenizer {
  private static final String PUNCTUATION = "{}()[]<>;:,=*";

  private final String text;
  private int index;
  private int line = 1;
  private int column = 1;

  private Tokenizer(String text) {
    this.text = text;
  }

  /** All tokens of {@code text}, the last of kind {@link Token.Kind#END}. */
  static List<Token> tokenize(String text) {
    Tokenizer tokenizer = new Tokenizer(text);
    List<Token> tokens = new ArrayList<>();
    do {
      tokens.add(tokenizer.next());
    } while (tokens.get(tokens.size() - 1).kind() != Token.Kind.END);
    return tokens;
  }

  private Token next() {
    skipBlanksAndComments();
    SourcePosition position = position();
    if (index == text.length()) {
      return new Token(Token.Kind.END, "", position);
    }
    char first = text.charAt(index);
    if (isLetter(first)) {
      return new Token(Token.Kind.IDENTIFIER, takeWord(), position);
    }
    if (isDigit(first) || first == '-') {
      return new Token(Token.Kind.NUMBER, takeNumber(position), position);
    }
    if (PUNCTUATION.indexOf(first) >= 0) {
      advance(1);
      return new Token(Token.Kind.PUNCTUATION, String.valueOf(first), position);
    }
    throw new SchemaException(position, "unexpected character '" + first + "'");
  }

  private String takeNumber(SourcePosition position) {
    int start = index;
    advance(1);
    String digits = takeWord();
    String number = text.substring(start, index);
    if (number.equals("-")) {
      throw new SchemaException(position, "'-' without a number");
    }
    boolean hexadecimal = number.startsWith("0") && digits.matches("[xX][0-9a-fA-F]+");
    boolean decimal = number.matches("-?[1-9][0-9]*");
    boolean octal = number.matches("0[0-7]*");
    if (!hexadecimal && !decimal && !octal) {
      throw new SchemaException(position, "malformed number '" + number + "'");
    }
    return number;
  }

  private String takeWord() {
    int start = index;
    while (index < text.length() && (isLetter(text.charAt(index)) || isDigit(text.charAt(index)))) {
      advance(1);
    }
    return text.substring(start, index);
  }

  private void skipBlanksAndComments() {
    while (index < text.length()) {
      if (Character.isWhitespace(text.charAt(index))) {
        advance(1);
      } else if (text.startsWith("//", index)) {
        int end = text.indexOf('\n', index);
        advance((end < 0 ? text.length() : end) - index);
      } else if (text.startsWith("/*", index)) {
        int end = text.indexOf("*/", index + 2);
        if (end < 0) {
          throw new SchemaException(position(), "comment without end");
        }
        advance(end + 2 - index);
      } else {
        return;
      }
    }
  }

  private void advance(int characters) {
    for (int end = index + characters; index < end; index++) {
      if (text.charAt(index) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
  }

  private SourcePosition position() {
    return new SourcePosition(line, column);
  }

  private static boolean isLetter(char character) {
    return character >= 'a' && character <= 'z'
        || character >= 'A' && character <= 'Z'
        || character == '_';
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
