import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A client for Dapur that knows only its OpenAPI document. Java 17 without libraries is enough. */
final class Dapur {
    private final String url;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String[]> operations = new HashMap<>();
    private String token = "";

    /** The server said no; `data` says what is wrong with each value. */
    static final class Refused extends RuntimeException {
        final int status;
        final Map<String, Object> data;

        Refused(int status, Map<String, Object> answer) {
            super((String) answer.get("message"));
            this.status = status;
            this.data = object(answer.get("data"));
        }
    }

    Dapur(String url) throws IOException, InterruptedException {
        this.url = url.replaceAll("/+$", "");
        readDocument();
    }

    private void readDocument() throws IOException, InterruptedException {
        Map<String, Object> document = object(send("GET", "/api/openapi.json", null));
        object(document.get("paths")).forEach((path, item) -> object(item).forEach((method, operation) -> {
            String name = (String) object(operation).get("operationId");
            operations.put(name, new String[] {method.toUpperCase(), path});
        }));
    }

    /** An operation of the document by its name: call("orders.update", Map.of("id", "…"), Map.of(), body). */
    Object call(String name, Map<String, String> path, Map<String, String> query, Object body)
            throws IOException, InterruptedException {
        String[] operation = operations.get(name);
        if (operation == null) throw new IllegalArgumentException("The document has no operation " + name);
        String address = operation[1];
        for (var entry : path.entrySet()) {
            address = address.replace("{" + entry.getKey() + "}", encode(entry.getValue()));
        }
        if (!query.isEmpty()) {
            address += query.entrySet().stream()
                    .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                    .collect(Collectors.joining("&", "?", ""));
        }
        return send(operation[0], address, body);
    }

    /** Who is signed in may do more: the document is read anew. */
    Map<String, Object> signIn(String collection, String email, String password)
            throws IOException, InterruptedException {
        Object body = Map.of("identity", email, "password", password);
        Map<String, Object> session =
                object(call(collection + ".auth-with-password", Map.of(), Map.of(), body));
        token = (String) session.get("token");
        readDocument();
        return object(session.get("record"));
    }

    /** Changes of records, one at a time; `next` waits for the next one. */
    final class Changes {
        private final BufferedReader stream;

        private Changes(BufferedReader stream) {
            this.stream = stream;
        }

        Map<String, Object> next() throws IOException {
            for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                if (line.startsWith("data:")) return object(Json.read(line.substring(5)));
            }
            throw new IOException("The server ended the stream.");
        }
    }

    /** Returns when it listens to the topics. */
    Changes listen(String... topics) throws IOException, InterruptedException {
        var response = http.send(request("GET", "/api/realtime", null), BodyHandlers.ofInputStream());
        var changes = new Changes(new BufferedReader(
                new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
        Object client = changes.next().get("clientId");
        Object body = Map.of("clientId", client, "subscriptions", List.of(topics));
        call("realtime.subscribe", Map.of(), Map.of(), body);
        return changes;
    }

    private Object send(String method, String address, Object body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(method, address, body), BodyHandlers.ofString());
        Object answer = response.body().isEmpty() ? null : Json.read(response.body());
        if (response.statusCode() >= 400) throw new Refused(response.statusCode(), object(answer));
        return answer;
    }

    private HttpRequest request(String method, String address, Object body) {
        var content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Json.write(body));
        var request = HttpRequest.newBuilder(URI.create(url + address))
                .method(method, content)
                .header("Content-Type", "application/json");
        return (token.isEmpty() ? request : request.header("Authorization", token)).build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /** A text as it stands in a filter: only the quote is escaped, and no text may end in a backslash. */
    static String quote(String text) {
        if (text.endsWith("\\")) {
            throw new IllegalArgumentException("A text in a filter cannot end in a backslash.");
        }
        return "'" + text.replace("'", "\\'") + "'";
    }
}
