package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The mails that a suite has sent, as files of its mail sink.
record Mails(Path folder) {

    private static final Pattern TOKEN = Pattern.compile("(?m)^([A-Za-z0-9_-]{43})\\s*$");

    static Mails of(Suite suite) {
        return new Mails(suite.mail());
    }

    /// Waits for the mail of that subject to an address, and answers the token that stands in it.
    String token(String address, String subject) throws Exception {
        AtomicReference<String> text = new AtomicReference<>("");
        Suite.await("'" + subject + "' is mailed to " + address, () -> {
            text.set(find(address, subject));
            return !text.get().isEmpty();
        });
        Matcher matcher = TOKEN.matcher(text.get());
        assertThat(matcher.find()).as(text.get()).isTrue();
        return matcher.group(1);
    }

    private String find(String address, String subject) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> mails =
                    files.filter(file -> file.toString().endsWith(".eml")).toList();
            for (Path file : mails) {
                MimeMessage mail = read(file);
                if (subject.equals(mail.getSubject())
                        && address.equals(mail.getRecipients(Message.RecipientType.TO)[0].toString())) {
                    return mail.getContent().toString();
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MimeMessage read(Path file) throws IOException, MessagingException {
        try (InputStream stream = Files.newInputStream(file)) {
            return new MimeMessage(null, stream);
        }
    }
}
