package com.tasktracker.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A message as protobuf writes it, read without its schema: of each field that has a length its values, in order.
final class ProtobufMessage {

    private final Map<Integer, List<byte[]>> fields = new TreeMap<>();

    ProtobufMessage(byte[] message) {
        ByteBuffer rest = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (rest.hasRemaining()) {
            int tag = (int) number(rest);
            switch (tag & 7) {
                case 0 -> number(rest);
                case 1 -> rest.getLong();
                case 2 -> {
                    byte[] value = new byte[(int) number(rest)];
                    rest.get(value);
                    fields.computeIfAbsent(tag >>> 3, _ -> new ArrayList<>()).add(value);
                }
                case 5 -> rest.getInt();
                default -> throw new IllegalArgumentException("no wire type: " + tag);
            }
        }
    }

    private static long number(ByteBuffer from) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    /// The value of a field that is there once at most; empty if it is not.
    byte[] bytes(int field) {
        return fields.getOrDefault(field, List.of(new byte[0])).getFirst();
    }

    List<ProtobufMessage> messages(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(ProtobufMessage::new)
                .toList();
    }
}
