package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Object is what JSON objects become.
type Object = map[string]any

// Dapur is a client that knows only the OpenAPI document. Go's standard library is enough.
type Dapur struct {
	url, token string
	operations map[string][2]string
}

// Refused is what the server said instead of yes.
type Refused struct {
	Status  int
	Message string
	Data    map[string]struct{ Code, Message string }
}

func (refused *Refused) Error() string { return refused.Message }

// Open reads the document of a server.
func Open(address string) (*Dapur, error) {
	dapur := &Dapur{url: strings.TrimRight(address, "/")}
	return dapur, dapur.readDocument()
}

func (dapur *Dapur) readDocument() error {
	var document struct {
		Paths map[string]map[string]struct{ OperationID string }
	}
	if err := dapur.send("GET", "/api/openapi.json", nil, &document); err != nil {
		return err
	}
	dapur.operations = map[string][2]string{}
	for path, item := range document.Paths {
		for method, operation := range item {
			dapur.operations[operation.OperationID] = [2]string{strings.ToUpper(method), path}
		}
	}
	return nil
}

// Request says what goes with an operation; all of it may be left out.
type Request struct {
	Path  map[string]string
	Query map[string]string
	Body  any
}

// Call asks for an operation of the document by its name, and reads the answer into `answer` unless that is nil.
func (dapur *Dapur) Call(name string, request Request, answer any) error {
	operation, isKnown := dapur.operations[name]
	if !isKnown {
		return fmt.Errorf("the document has no operation %s", name)
	}
	address := operation[1]
	for key, value := range request.Path {
		address = strings.ReplaceAll(address, "{"+key+"}", url.PathEscape(value))
	}
	query := url.Values{}
	for key, value := range request.Query {
		query.Set(key, value)
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return dapur.send(operation[0], address, request.Body, answer)
}

// SignIn keeps the token. Who is signed in may do more: the document is read anew.
func (dapur *Dapur) SignIn(collection, email, password string) (Object, error) {
	var session struct {
		Token  string
		Record Object
	}
	body := Object{"identity": email, "password": password}
	if err := dapur.Call(collection+".auth-with-password", Request{Body: body}, &session); err != nil {
		return nil, err
	}
	dapur.token = session.Token
	return session.Record, dapur.readDocument()
}

// Change is what happened to a record.
type Change struct {
	Action string
	Record Object
}

// Listen returns when it listens; changes of the topics come on the channel, which is closed at the end.
func (dapur *Dapur) Listen(topics ...string) (<-chan Change, error) {
	response, err := dapur.open("GET", "/api/realtime", nil)
	if err != nil {
		return nil, err
	}
	events := bufio.NewReader(response.Body)
	_, data, err := readEvent(events)
	if err != nil {
		return nil, err
	}
	var connected struct{ ClientID string }
	if err := json.Unmarshal(data, &connected); err != nil {
		return nil, err
	}
	body := Object{"clientId": connected.ClientID, "subscriptions": topics}
	if err := dapur.Call("realtime.subscribe", Request{Body: body}, nil); err != nil {
		return nil, err
	}
	changes := make(chan Change)
	go func() {
		defer close(changes)
		defer response.Body.Close()
		for {
			_, data, err := readEvent(events)
			var change Change
			if err != nil || json.Unmarshal(data, &change) != nil {
				return
			}
			changes <- change
		}
	}()
	return changes, nil
}

func readEvent(stream *bufio.Reader) (event string, data []byte, err error) {
	for {
		line, err := stream.ReadString('\n')
		if err != nil {
			return "", nil, err
		}
		if value, isEvent := strings.CutPrefix(line, "event:"); isEvent {
			event = strings.TrimSpace(value)
		}
		if value, isData := strings.CutPrefix(line, "data:"); isData {
			return event, []byte(value), nil
		}
	}
}

func (dapur *Dapur) send(method, address string, body, answer any) error {
	response, err := dapur.open(method, address, body)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if answer == nil {
		_, err = io.Copy(io.Discard, response.Body)
		return err
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

func (dapur *Dapur) open(method, address string, body any) (*http.Response, error) {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequest(method, dapur.url+address, &content)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	if dapur.token != "" {
		request.Header.Set("Authorization", dapur.token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil || response.StatusCode < 400 {
		return response, err
	}
	defer response.Body.Close()
	refused := &Refused{}
	if err := json.NewDecoder(response.Body).Decode(refused); err != nil {
		return nil, err
	}
	return nil, refused
}

// Quote writes a text as it stands in a filter: only the quote is escaped, and no text may end in a backslash.
func Quote(text string) string {
	if strings.HasSuffix(text, `\`) {
		panic("a text in a filter cannot end in a backslash")
	}
	return "'" + strings.ReplaceAll(text, "'", `\'`) + "'"
}
