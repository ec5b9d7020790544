package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The mail sink by itself, `./tasktracker run mail-sink`.
class MailSinkTest {

    @Test
    void everyMailBecomesAFileThatIsWhole() throws Exception {
        try (Suite suite = Suite.ofStubs()) {
            suite.startAlone(Map.of(), "mail-sink");
            send(suite, "Grüße", "Erste Zeile\r\n.\r\nnach dem Punkt\r\n");
            send(suite, "second", "x");
            List<Path> files;
            try (Stream<Path> list = Files.list(suite.mail())) {
                files = list.sorted().toList();
            }
            assertThat(files).hasSize(2).allMatch(file -> file.toString().endsWith(".eml"));
            try (InputStream stream = Files.newInputStream(files.getFirst())) {
                MimeMessage mail = new MimeMessage(null, stream);
                assertThat(mail.getSubject()).isEqualTo("Grüße");
                assertThat(mail.getContent()).isEqualTo("Erste Zeile\r\n.\r\nnach dem Punkt\r\n");
                assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("ada@example.org"));
            }
        }
    }

    @Test
    void mailOverTheLimitIsRefused() throws Exception {
        try (Suite suite = Suite.ofStubs()) {
            suite.startAlone(Map.of(), "mail-sink");
            assertThatThrownBy(() -> send(suite, "big", "0123456789\r\n".repeat(500_000)))
                    .isInstanceOf(MessagingException.class);
            try (Stream<Path> list = Files.list(suite.mail())) {
                assertThat(list).isEmpty();
            }
        }
    }

    private static void send(Suite suite, String subject, String text) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(suite.port("MAIL_SINK_PORT")));
        MimeMessage mail = new MimeMessage(Session.getInstance(properties));
        mail.setFrom("tasktracker@example.org");
        mail.setRecipients(Message.RecipientType.TO, "ada@example.org");
        mail.setSubject(subject, "UTF-8");
        mail.setText(text, "UTF-8");
        Transport.send(mail);
    }
}
