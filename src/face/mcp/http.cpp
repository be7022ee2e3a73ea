// httplib stays in this file.
#include "face/mcp/http.h"

#include <fmt/core.h>
#include <httplib.h>
#include <sys/socket.h>

#include <charconv>

#include "core/text.h"
#include "face/mcp/modern.h"
#include "face/mcp/sessions.h"
#include "face/mcp/workers.h"
#include "world/clock.h"
#include "world/limits.h"

namespace assay::mcp {

namespace {

using std::chrono::milliseconds;

constexpr const char* path = "/mcp";
constexpr const char* event_type = "text/event-stream";
// An answer that is ready by then comes as JSON, with the status that it deserves.
constexpr milliseconds patience_before_streaming{250};
constexpr milliseconds between_looks{200};
constexpr std::chrono::seconds between_beats{15};
constexpr std::size_t requests_of_a_connection = 10'000;

// The library lets five clients wait to be let in, and resets those beyond.
class Listener : public httplib::Server {
public:
    void widen(int waiting) { ::listen(svr_sock_, waiting); }
};

HeaderOf headers_of(const httplib::Request& request) {
    return [&request](const std::string& name) -> std::optional<std::string> {
        return request.has_header(name.c_str()) ? std::optional{request.get_header_value(name.c_str())} : std::nullopt;
    };
}

void send_json(httplib::Response& http, int status, const Json& body) {
    http.status = status;
    http.set_content(dump(body), "application/json");
}

void send_fault(httplib::Response& http, int status, const Json& id, const Fault& fault) { send_json(http, status, response(id, fault)); }

int status_of(const Json& response) {
    const Json* error = member(response, "error");
    if (!error) return 200;
    switch ((*error)["code"].get<int>()) {
        case code::method_not_found: return 404;
        case code::header_mismatch:
        case code::missing_capability:
        case code::unsupported_version: return 400;
        case code::busy: return 503;
        default: return 200;
    }
}

// Writes a stream's events to one connection.
class Pump {
public:
    // With a name, events carry ids by which a client can come back for the rest.
    Pump(std::shared_ptr<EventStream> stream, std::string name, std::size_t after) : stream_{std::move(stream)}, name_{std::move(name)}, cursor_{after} {}

    bool primes = false;
    std::function<void(bool whole)> when_over = [](bool) {};

    // One step; false when the client has gone.
    bool step(httplib::DataSink& sink) {
        if (std::exchange(primes, false)) write(sink, fmt::format("id: {}.{}\nretry: 500\ndata: \n\n", name_, cursor_));
        const auto event = stream_->next(cursor_, between_looks);
        if (!sink.is_writable()) return false;
        if (event) {
            write(sink, name_.empty() ? std::string{} : fmt::format("id: {}.{}\n", name_, event->number));
            write(sink, fmt::format("event: message\ndata: {}\n\n", dump(event->message)));
            cursor_ = event->number;
        } else if (stream_->ended(cursor_)) {
            whole_ = true;
            sink.done();
        } else if (stream_->take_let_go()) {
            sink.done();
        } else if (beat_.seconds() > std::chrono::duration<double>(between_beats).count()) {
            write(sink, ":\n\n");
        }
        return true;
    }
    void over() {
        if (auto then = std::exchange(when_over, nullptr)) then(whole_);
    }

private:
    void write(httplib::DataSink& sink, const std::string& text) {
        if (!text.empty()) sink.write(text.data(), text.size());
        beat_ = Stopwatch{};
    }

    std::shared_ptr<EventStream> stream_;
    std::string name_;
    std::size_t cursor_;
    bool whole_ = false;
    Stopwatch beat_;
};

void send_events(httplib::Response& http, std::shared_ptr<Pump> pump) {
    http.set_header("Cache-Control", "no-cache");
    http.set_header("X-Accel-Buffering", "no");
    http.set_chunked_content_provider(event_type, [pump](std::size_t, httplib::DataSink& sink) { return pump->step(sink); }, [pump](bool) { pump->over(); });
}

bool takes_events(const httplib::Request& request) { return request.get_header_value("Accept").find(event_type) != std::string::npos; }

// The last event of a request, for a client that takes no stream.
Json whole_answer(EventStream& stream) {
    std::size_t cursor = 0;
    Json last;
    while (!stream.ended(cursor))
        if (auto event = stream.next(cursor, between_looks)) {
            cursor = event->number;
            last = std::move(event->message);
        }
    return last;
}

}  // namespace

struct HttpTransport::Parts {
    Parts(Server& offered, HttpOptions given) : server{offered}, options{std::move(given)}, sessions{server}, workers{limits::calls_at_once} { route(); }

    // What a connection needs of us must outlive it: listening ends before members do.
    Server& server;
    const HttpOptions options;
    Sessions sessions;
    Workers workers;
    Listener http;

    void route();
    void post(const httplib::Request& request, httplib::Response& answer);
    void post_modern(const httplib::Request& request, httplib::Response& answer, const Message& message);
    void post_legacy(const httplib::Request& request, httplib::Response& answer, const Message& message);
    void begin_session(httplib::Response& answer, const Message& message);
    void begin_in_session(const httplib::Request& request, httplib::Response& answer, const Message& message, const std::shared_ptr<HttpSession>& session);
    void listen(httplib::Response& answer, const Message& message);
    void get(const httplib::Request& request, httplib::Response& answer);
    std::shared_ptr<HttpSession> session_of(const httplib::Request& request, httplib::Response& answer);
};

void HttpTransport::Parts::route() {
    http.new_task_queue = [] { return new httplib::ThreadPool{2 * limits::calls_at_once}; };
    http.set_payload_max_length(limits::message_bytes);
    http.set_keep_alive_max_count(requests_of_a_connection);
    http.set_tcp_nodelay(true);
    http.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& answer) {
        const auto away = turned_away(headers_of(request), options);
        if (!away) return httplib::Server::HandlerResponse::Unhandled;
        if (away->status == 401) answer.set_header("WWW-Authenticate", "Bearer realm=\"assay\"");
        send_fault(answer, away->status, nullptr, {code::invalid_request, away->why});
        return httplib::Server::HandlerResponse::Handled;
    });
    http.Post(path, [this](const httplib::Request& request, httplib::Response& answer) { post(request, answer); });
    http.Get(path, [this](const httplib::Request& request, httplib::Response& answer) { get(request, answer); });
    http.Delete(path, [this](const httplib::Request& request, httplib::Response& answer) {
        if (const auto session = session_of(request, answer)) sessions.end(session->id);
    });
    http.set_exception_handler([](const httplib::Request&, httplib::Response& answer, std::exception_ptr) {
        send_fault(answer, 500, nullptr, {code::internal_error, "internal error"});
    });
}

void HttpTransport::Parts::post(const httplib::Request& request, httplib::Response& answer) {
    if (request.get_header_value("Content-Type").find("application/json") == std::string::npos)
        return send_fault(answer, 415, nullptr, {code::invalid_request, "a message is application/json"});
    const auto message = read_message(request.body);
    if (!message) return send_fault(answer, 400, message.error().id, message.error().fault);
    const auto version = request.get_header_value("MCP-Protocol-Version");
    const bool modern = modern::version_of(*message) || (!version.empty() && !is_legacy_version(version));
    if (modern)
        post_modern(request, answer, *message);
    else
        post_legacy(request, answer, *message);
}

void HttpTransport::Parts::post_modern(const httplib::Request& request, httplib::Response& answer, const Message& message) {
    if (message.kind == Message::Kind::notification) {
        answer.status = 202;
        return;
    }
    if (message.kind == Message::Kind::response) return send_fault(answer, 400, nullptr, {code::invalid_request, "this revision takes no responses"});
    auto fault = modern::version_of(message) ? header_mismatch(message, headers_of(request), server.offer()) : std::nullopt;
    if (!fault) fault = modern::refusal(message);
    if (fault) return send_fault(answer, 400, message.id, *fault);
    if (message.method == "subscriptions/listen") return listen(answer, message);

    auto stream = std::make_shared<EventStream>();
    if (!workers.start([this, message, stream] { stream->end(modern::serve(server, message, *stream, options.token)); }))
        return send_fault(answer, 503, message.id, {code::busy, "too many calls at once"});
    if (!takes_events(request)) {
        const auto whole = whole_answer(*stream);
        return send_json(answer, status_of(whole), whole);
    }
    const auto first = stream->next(0, patience_before_streaming);
    if (first && stream->ended(first->number)) return send_json(answer, status_of(first->message), first->message);
    auto pump = std::make_shared<Pump>(stream, "", 0);
    pump->when_over = [stream](bool whole) {
        if (!whole) stream->stop();  // closing the stream is how a client cancels
    };
    send_events(answer, std::move(pump));
}

void HttpTransport::Parts::listen(httplib::Response& answer, const Message& message) {
    auto stream = std::make_shared<EventStream>(limits::calls_at_once);
    auto subscription = std::make_shared<modern::Subscription>(server, message, stream);
    auto pump = std::make_shared<Pump>(stream, "", 0);
    pump->when_over = [subscription](bool) {};
    send_events(answer, std::move(pump));
}

std::shared_ptr<HttpSession> HttpTransport::Parts::session_of(const httplib::Request& request, httplib::Response& answer) {
    const auto id = request.get_header_value("Mcp-Session-Id");
    const auto version = request.get_header_value("MCP-Protocol-Version");
    if (id.empty() || version == modern_version) {
        answer.set_header("Allow", "POST");
        send_fault(answer, request.method == "POST" ? 400 : 405, nullptr, {code::invalid_request, "\"Mcp-Session-Id\" is missing: a session begins with initialize"});
        return nullptr;
    }
    auto session = sessions.find(id);
    if (!session) send_fault(answer, 404, nullptr, {code::invalid_request, "there is no such session"});
    return session;
}

void HttpTransport::Parts::post_legacy(const httplib::Request& request, httplib::Response& answer, const Message& message) {
    if (message.kind == Message::Kind::request && message.method == "initialize") return begin_session(answer, message);
    const auto session = session_of(request, answer);
    if (!session) return;
    if (message.kind == Message::Kind::request) return begin_in_session(request, answer, message, session);
    answer.status = 202;
    if (message.kind == Message::Kind::response) return session->session.take(message);
    if (message.method == "notifications/cancelled")
        if (const Json* id = member(message.params, "requestId")) session->in_flight.cancel(*id);
}

void HttpTransport::Parts::begin_session(httplib::Response& answer, const Message& message) {
    const auto session = sessions.begin(options.token);
    if (!session) return send_fault(answer, 503, message.id, {code::busy, "too many sessions"});
    EventStream aside;
    answer.set_header("Mcp-Session-Id", session->id);
    send_json(answer, 200, session->session.serve(message, aside));
}

void HttpTransport::Parts::begin_in_session(const httplib::Request& request, httplib::Response& answer, const Message& message, const std::shared_ptr<HttpSession>& session) {
    auto stream = std::make_shared<EventStream>();
    if (!session->in_flight.begin(message.id, stream))
        return send_fault(answer, 400, message.id, {code::invalid_request, "a request with this id is being worked on"});
    const bool started = workers.start([session, message, stream] {
        const auto last = session->session.serve(message, *stream);
        session->in_flight.end(message.id);
        stream->end(last);
    });
    if (!started) {
        session->in_flight.end(message.id);
        return send_fault(answer, 503, message.id, {code::busy, "too many calls at once"});
    }
    if (!takes_events(request)) return send_json(answer, 200, whole_answer(*stream));
    const auto first = stream->next(0, patience_before_streaming);
    if (first && stream->ended(first->number)) return send_json(answer, 200, first->message);
    const auto name = session->keep(stream);
    auto pump = std::make_shared<Pump>(stream, name, 0);
    pump->primes = session->session.version() == legacy_versions[0];
    pump->when_over = [session, name](bool whole) {
        if (whole) session->forget(name);  // else the client may come back for the rest
    };
    send_events(answer, std::move(pump));
}

// The session's own stream, or one that broke off, from where the client says.
void HttpTransport::Parts::get(const httplib::Request& request, httplib::Response& answer) {
    const auto session = session_of(request, answer);
    if (!session) return;
    const auto last = request.get_header_value("Last-Event-ID");
    const auto dot = last.rfind('.');
    std::string name = "session";
    std::size_t after = 0;
    if (dot != last.npos) {
        name = last.substr(0, dot);
        std::from_chars(last.data() + dot + 1, last.data() + last.size(), after);
    }
    const auto stream = session->stream(name);
    if (!stream) return send_fault(answer, 404, nullptr, {code::invalid_request, "there is no such stream, or it was read to its end"});
    auto pump = std::make_shared<Pump>(stream, name, after);
    pump->primes = session->session.version() == legacy_versions[0];
    pump->when_over = [session, name](bool whole) {
        if (whole) session->forget(name);
    };
    send_events(answer, std::move(pump));
}

HttpTransport::HttpTransport(Server& server, HttpOptions options) : parts_{std::make_unique<Parts>(server, std::move(options))} {}
HttpTransport::~HttpTransport() { stop(); }

Result<int> HttpTransport::bind() {
    const auto& options = parts_->options;
    if (!is_loopback_name(options.host) && options.token.empty())
        return fail(fmt::format("{}: others can reach it, so it needs a token", options.host));
    auto& http = parts_->http;
    const int port = options.port == 0 ? http.bind_to_any_port(options.host.c_str()) : http.bind_to_port(options.host.c_str(), options.port) ? options.port : -1;
    if (port < 0) return fail(fmt::format("cannot listen on {}:{}: the port is taken, or the address is not this machine's", options.host, options.port));
    http.widen(static_cast<int>(2 * limits::calls_at_once));
    return port;
}

void HttpTransport::serve() { parts_->http.listen_after_bind(); }
void HttpTransport::stop() { parts_->http.stop(); }

}  // namespace assay::mcp
