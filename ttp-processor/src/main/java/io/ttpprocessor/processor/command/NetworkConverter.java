package io.ttpprocessor.processor.command;

import io.ttpprocessor.ledger.Network;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A network from its passphrase on the command line. */
final class NetworkConverter implements ITypeConverter<Network> {
  @Override
  public Network convert(String passphrase) {
    try {
      return Network.of(passphrase);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
