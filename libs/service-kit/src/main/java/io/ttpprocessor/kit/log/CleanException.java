package io.ttpprocessor.kit.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.stream.Collectors;

/**
 * {@code %cleanException}: the stack trace of a line's failure, each of its lines cleaned and
 * indented, so that a message that holds line ends cannot pass for a line of the log.
 */
public final class CleanException extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy failure) {
    return super.throwableProxyToString(failure)
        .lines()
        .map(line -> "\t" + LogText.clean(line))
        .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
  }
}
