package io.ttpprocessor.processor.stream;

import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label.LABEL_OPTIONAL;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label.LABEL_REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.ttpprocessor.encode.ContractEventLines;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: clients of the original read our services unmodified. Method: a client that knows nothing
 * but the numbers and types of the original's fields, written down here by hand; what it does not
 * know must not disturb it, and what it knows must be the reference's.
 */
@Timeout(60)
class OriginalClientTest {
  private static final String STRING = "string";
  private static final String UINT32 = "uint32";
  private static final String INT32 = "int32";
  private static final String INT64 = "int64";
  private static final String BOOL = "bool";

  private static final FileDescriptor ORIGINAL = original();

  /** Fields as {@code number name type}; a type that is no scalar is a message, [] is repeated. */
  private static DescriptorProto message(String name, String... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (String field : fields) {
      String[] parts = field.split(" ");
      boolean repeated = parts[2].endsWith("[]");
      String type = repeated ? parts[2].substring(0, parts[2].length() - 2) : parts[2];
      FieldDescriptorProto.Builder descriptor =
          message
              .addFieldBuilder()
              .setNumber(Integer.parseInt(parts[0]))
              .setName(parts[1])
              .setLabel(repeated ? LABEL_REPEATED : LABEL_OPTIONAL);
      switch (type) {
        case STRING -> descriptor.setType(FieldDescriptorProto.Type.TYPE_STRING);
        case UINT32 -> descriptor.setType(FieldDescriptorProto.Type.TYPE_UINT32);
        case INT32 -> descriptor.setType(FieldDescriptorProto.Type.TYPE_INT32);
        case INT64 -> descriptor.setType(FieldDescriptorProto.Type.TYPE_INT64);
        case BOOL -> descriptor.setType(FieldDescriptorProto.Type.TYPE_BOOL);
        default -> descriptor.setTypeName(type);
      }
    }
    return message.build();
  }

  private static FileDescriptor original() {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("original.proto")
            .setSyntax("proto3")
            .addMessageType(
                message("GetEventsRequest", "1 start_ledger uint32", "2 end_ledger uint32"))
            .addMessageType(
                message(
                    "TokenTransferEvent",
                    "1 meta EventMeta",
                    "2 transfer Transfer",
                    "3 mint Mint",
                    "4 burn Burn",
                    "5 clawback Burn",
                    "6 fee Burn"))
            .addMessageType(
                message(
                    "EventMeta",
                    "1 ledger_sequence uint32",
                    "2 closed_at Timestamp",
                    "3 tx_hash string",
                    "4 transaction_index uint32",
                    "5 operation_index uint32",
                    "6 contract_address string"))
            .addMessageType(message("Timestamp", "1 seconds int64", "2 nanos int32"))
            .addMessageType(
                message(
                    "Transfer", "1 from string", "2 to string", "3 asset Asset", "4 amount string"))
            .addMessageType(message("Mint", "1 to string", "2 asset Asset", "3 amount string"))
            .addMessageType(message("Burn", "1 from string", "2 asset Asset", "3 amount string"))
            .addMessageType(message("Asset", "1 native bool", "2 issued_asset IssuedAsset"))
            .addMessageType(message("IssuedAsset", "1 asset_code string", "2 issuer string"))
            .addMessageType(
                message(
                    "GetContractEventsRequest",
                    "1 start_ledger uint32",
                    "2 end_ledger uint32",
                    "3 contract_ids string[]",
                    "4 event_types string[]",
                    "5 include_failed bool",
                    "6 include_diagnostics bool"))
            .addMessageType(
                message(
                    "ContractEvent",
                    "1 meta ContractEventMeta",
                    "2 contract_id string",
                    "3 event_type string",
                    "4 topics ScValue[]",
                    "5 data ScValue",
                    "6 in_successful_tx bool",
                    "7 event_index int32",
                    "8 operation_index int32"))
            .addMessageType(
                message(
                    "ContractEventMeta",
                    "1 ledger_sequence uint32",
                    "2 ledger_closed_at int64",
                    "3 tx_hash string",
                    "4 tx_successful bool",
                    "5 tx_index uint32"))
            .addMessageType(message("ScValue", "1 xdr_base64 string", "2 json string"))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  /** What the original's client receives, without the fields that it does not know. */
  private static List<DynamicMessage> read(
      Processor processor, String method, String request, String response, int first, int last) {
    Descriptor requestType = ORIGINAL.findMessageTypeByName(request);
    Descriptor responseType = ORIGINAL.findMessageTypeByName(response);
    MethodDescriptor<DynamicMessage, DynamicMessage> descriptor =
        MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .setFullMethodName(method)
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(requestType)))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(responseType)))
            .build();
    Iterator<DynamicMessage> answers =
        ClientCalls.blockingServerStreamingCall(
            processor.channel(),
            descriptor,
            CallOptions.DEFAULT,
            DynamicMessage.newBuilder(requestType)
                .setField(requestType.findFieldByName("start_ledger"), first)
                .setField(requestType.findFieldByName("end_ledger"), last)
                .build());
    List<DynamicMessage> messages = new ArrayList<>();
    answers.forEachRemaining(message -> messages.add(known(message)));
    return messages;
  }

  private static DynamicMessage known(DynamicMessage message) {
    DynamicMessage.Builder known =
        message.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (value instanceof DynamicMessage) {
                known.setField(field, known((DynamicMessage) value));
              } else if (value instanceof List
                  && ((List<?>) value).get(0) instanceof DynamicMessage) {
                known.setField(
                    field,
                    ((List<?>) value)
                        .stream().map(element -> known((DynamicMessage) element)).toList());
              }
            });
    return known.build();
  }

  @Test
  void readsTokenTransfers() throws Exception {
    int first = io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
    int last = io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
    List<byte[]> ledgers = io.ttpprocessor.processor.testing.ChainedLedgers.all();
    try (FakeSource source =
            FakeSource.start(FakeSource.serving(FakeSource.messages(first, ledgers)));
        Processor processor =
            Processor.start(source, io.ttpprocessor.processor.testing.ChainedLedgers.NETWORK)) {
      List<DynamicMessage> read =
          read(
              processor,
              "token_transfer_service.EventService/GetTTPEvents",
              "GetEventsRequest",
              "TokenTransferEvent",
              first,
              last);
      List<TokenTransferEvent> expected =
          io.ttpprocessor.processor.testing.ChainedLedgers.events(first, last);
      assertThat(read).hasSameSizeAs(expected);
      for (int i = 0; i < read.size(); i++) {
        TokenTransferEvent.Builder event = expected.get(i).toBuilder();
        event.getMetaBuilder().clearToMuxedInfo();
        assertThat(TokenTransferEvent.parseFrom(read.get(i).toByteString()))
            .isEqualTo(event.build());
      }
    }
  }

  @Test
  void readsContractEvents() throws Exception {
    GoldenCorpus corpus = GoldenCorpus.SYNTHETIC_UNIFIED;
    List<ContractEventLines.Line> lines = ContractEventLines.of(corpus);
    List<byte[]> ledgers = corpus.ledgers();
    int place = 0;
    while (lines.get(place).events() == null || lines.get(place).events().isEmpty()) {
      place++;
    }
    ChainedLedgers.chain(ledgers.get(place), 7, new byte[32]);
    try (FakeSource source =
            FakeSource.start(
                FakeSource.serving(FakeSource.messages(7, ledgers.subList(place, place + 1))));
        Processor processor = Processor.start(source, Network.of(corpus.networkPassphrase()))) {
      List<DynamicMessage> read =
          read(
              processor,
              "contract_event_service.ContractEventService/GetContractEvents",
              "GetContractEventsRequest",
              "ContractEvent",
              7,
              7);
      List<com.fasterxml.jackson.databind.JsonNode> expected =
          lines.get(place).events().stream().filter(ContractEventLines::isSentByDefault).toList();
      assertThat(read).hasSameSizeAs(expected).isNotEmpty();
      for (int i = 0; i < read.size(); i++) {
        ContractEvent event = ContractEvent.parseFrom(read.get(i).toByteString());
        assertThat(event.getMeta().getLedgerSequence()).isEqualTo(7);
        assertThat(event.getMeta().getTxHash()).isEqualTo(expected.get(i).get("tx_hash").asText());
        assertThat(event.getContractId()).isEqualTo(expected.get(i).get("contract_id").asText());
        assertThat(event.getEventIndex()).isEqualTo(expected.get(i).get("event_index").asInt());
        assertThat(event.getData().getXdrBase64())
            .isEqualTo(expected.get(i).get("data_xdr").asText());
        assertThat(event.getTopicsCount()).isEqualTo(expected.get(i).get("topics_xdr").size());
        assertThat(event.getTopics(0).getType()).as("added by us").isEmpty();
      }
    }
  }
}
