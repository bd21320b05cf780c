<?php

/** The server said no: the status is the code, and `data` says what is wrong with each value. */
final class Refused extends RuntimeException
{
    public function __construct(int $status, array $answer)
    {
        parent::__construct($answer['message'] ?? '', $status);
        $this->data = $answer['data'] ?? [];
    }

    public readonly array $data;
}

/** A client for Dapur that knows only its OpenAPI document. PHP 8.1 without extensions is enough. */
final class Dapur
{
    private string $token = '';
    private array $operations = [];

    public function __construct(private readonly string $url)
    {
        $this->readDocument();
    }

    private function readDocument(): void
    {
        $document = $this->send('GET', '/api/openapi.json');
        foreach ($document['paths'] as $path => $item) {
            foreach ($item as $method => $operation) {
                $this->operations[$operation['operationId']] = [strtoupper($method), $path];
            }
        }
    }

    /** An operation of the document by its name: call('orders.update', ['status' => 'done'], path: ['id' => '…']) */
    public function call(string $operation, ?array $body = null, array $query = [], array $path = []): mixed
    {
        [$method, $address] = $this->operations[$operation]
            ?? throw new InvalidArgumentException("The document has no operation $operation.");
        foreach ($path as $name => $value) {
            $address = str_replace('{' . $name . '}', rawurlencode((string) $value), $address);
        }
        if ($query !== []) {
            $address .= '?' . http_build_query($query);
        }
        return $this->send($method, $address, $body);
    }

    /** Who is signed in may do more: the document is read anew. */
    public function signIn(string $collection, string $email, string $password): array
    {
        $answer = $this->call("$collection.auth-with-password", ['identity' => $email, 'password' => $password]);
        $this->token = $answer['token'];
        $this->readDocument();
        return $answer['record'];
    }

    /** Yields null once it listens, then [topic, change] for each change. */
    public function listen(string ...$topics): Generator
    {
        $stream = fopen($this->url . '/api/realtime', 'r', false, $this->context('GET', null));
        $event = '';
        while (($line = fgets($stream)) !== false) {
            [$name, $value] = array_pad(explode(':', rtrim($line, "\n"), 2), 2, '');
            if ($name === 'event') {
                $event = trim($value);
            } elseif ($name === 'data' && $event === 'PB_CONNECT') {
                $client = json_decode($value, true)['clientId'];
                $this->call('realtime.subscribe', ['clientId' => $client, 'subscriptions' => $topics]);
                yield null;
            } elseif ($name === 'data') {
                yield [$event, json_decode($value, true)];
            }
        }
    }

    private function send(string $method, string $address, ?array $body = null): mixed
    {
        $stream = fopen($this->url . $address, 'r', false, $this->context($method, $body));
        if ($stream === false) {
            throw new RuntimeException("Nobody answers at $this->url.");
        }
        $text = stream_get_contents($stream);
        $status = (int) explode(' ', stream_get_meta_data($stream)['wrapper_data'][0])[1];
        fclose($stream);
        $answer = $text === '' ? null : json_decode($text, true, flags: JSON_THROW_ON_ERROR);
        if ($status >= 400) {
            throw new Refused($status, $answer ?? []);
        }
        return $answer;
    }

    /** @return resource */
    private function context(string $method, ?array $body)
    {
        $headers = ['Content-Type: application/json', 'Connection: close'];
        if ($this->token !== '') {
            $headers[] = "Authorization: $this->token";
        }
        $content = $body === null ? '' : json_encode($body, JSON_THROW_ON_ERROR);
        return stream_context_create(['http' => [
            'method' => $method,
            'header' => $headers,
            'content' => $content,
            'ignore_errors' => true,
            'protocol_version' => 1.1,
        ]]);
    }

    /** A text as it stands in a filter: only the quote is escaped, and no text may end in a backslash. */
    public static function quote(string $text): string
    {
        if (str_ends_with($text, '\\')) {
            throw new InvalidArgumentException('A text in a filter cannot end in a backslash.');
        }
        return "'" . str_replace("'", "\\'", $text) . "'";
    }
}
