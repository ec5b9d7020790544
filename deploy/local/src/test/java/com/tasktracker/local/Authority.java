package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate authority of one's own, and one server that it vouches for: `localhost`. Made by the JDK's keytool.
final class Authority {

    private static final String PASSWORD = "changeit";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path folder;

    /// @param folder that its files come to lie in
    Authority(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        keytool(
                "-genkeypair -keystore authority.p12 -alias authority -keyalg EC -groupname secp256r1 -dname CN=Authority"
                        + " -ext bc:c -validity 2");
        keytool("-exportcert -keystore authority.p12 -alias authority -rfc -file authority.crt");
        keytool("-importcert -keystore trust.p12 -alias authority -file authority.crt -noprompt");
        keytool("-genkeypair -keystore server.p12 -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost"
                + " -validity 2");
        keytool("-certreq -keystore server.p12 -alias server -file server.csr");
        keytool("-gencert -keystore authority.p12 -alias authority -infile server.csr -outfile server.crt -rfc"
                + " -ext san=dns:localhost,ip:127.0.0.1 -validity 2");
        keytool("-importcert -keystore server.p12 -alias authority -file authority.crt -noprompt");
        keytool("-importcert -keystore server.p12 -alias server -file server.crt -noprompt");
    }

    /// Its own certificate, as PEM.
    Path certificate() {
        return folder.resolve("authority.crt");
    }

    /// What makes Java trust it, and nobody else.
    String javaOptions() {
        return "-Djavax.net.ssl.trustStore=" + folder.resolve("trust.p12") + " -Djavax.net.ssl.trustStorePassword="
                + PASSWORD;
    }

    Path serverCertificate() {
        return folder.resolve("server.crt");
    }

    String serverKey() throws IOException, GeneralSecurityException {
        byte[] key = server().getKey("server", PASSWORD.toCharArray()).getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n" + PEM.encodeToString(key) + "\n-----END PRIVATE KEY-----\n";
    }

    /// To be that server.
    SSLContext serverContext() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore server() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve("server.p12"))) {
            store.load(file, PASSWORD.toCharArray());
        }
        return store;
    }

    private void keytool(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = text(process.getInputStream());
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
