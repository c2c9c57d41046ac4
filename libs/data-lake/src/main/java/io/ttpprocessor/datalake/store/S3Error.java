package io.ttpprocessor.datalake.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.http.AbortableInputStream;

/**
 * What S3 says in the body of an error (S3 API reference, "REST error responses").
 *
 * @param code such as NoSuchKey; empty when the answer has none
 * @param message for people; may be empty
 */
record S3Error(String code, String message) {
  private static final int MOST_BYTES = 64 << 10;

  /** Reads an error's body; one that is no XML, as of a proxy on the way, says nothing. */
  static S3Error read(AbortableInputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MOST_BYTES);
    if (bytes.length == MOST_BYTES) {
      body.abort();
    } else {
      body.close();
    }
    String code = "";
    String message = "";
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "Code" -> code = xml.getElementText();
            case "Message" -> message = xml.getElementText();
            default -> {}
          }
        }
      }
    } catch (XMLStreamException e) {
      return new S3Error(code, message);
    }
    return new S3Error(code, message);
  }

  /** Answers come from anywhere: nothing in one is to make this machine read something else. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
