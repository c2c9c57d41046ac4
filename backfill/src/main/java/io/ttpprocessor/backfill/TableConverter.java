package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.range.EventProduct;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a table. */
final class TableConverter implements ITypeConverter<EventProduct> {
  @Override
  public EventProduct convert(String name) {
    for (EventProduct product : EventProduct.values()) {
      if (product.table().equals(name.trim())) {
        return product;
      }
    }
    throw new TypeConversionException(
        "'" + name + "' is none of the tables token_transfers and contract_events");
  }
}
