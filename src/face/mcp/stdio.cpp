#include "face/mcp/stdio.h"

#include <csignal>
#include <map>

#include "face/mcp/legacy.h"
#include "face/mcp/modern.h"
#include "face/mcp/workers.h"
#include "world/limits.h"
#include "world/lines.h"

namespace assay::mcp {

namespace {

using std::chrono::milliseconds;

// What has begun when the input ends may finish; a client that has gone waits for nothing.
constexpr milliseconds time_to_finish{1'000}, time_to_stop{1'000};

class LineOutlet : public Outlet {
public:
    explicit LineOutlet(LineWriter& lines) : lines_{lines} {}

private:
    void write(const Json& message) override {
        if (!lines_.write(dump(message))) stop();
    }
    LineWriter& lines_;
};

// These take time, or ask the client; all others are answered at once and in order.
bool takes_time(const std::string& method) {
    return method == "tools/call" || method == "resources/read" || method == "prompts/get" || method == "completion/complete";
}

class Connection {
public:
    Connection(Server& server, int output)
        : server_{server}, lines_{output}, legacy_{server, "", [this](const Json& message) { lines_.write(dump(message)); }}, workers_{limits::calls_at_once} {}

    void take(const LineReader::Line& line) {
        if (line.too_long) return send(response(nullptr, Fault{code::parse_error, "a message is too long"}));
        if (line.text.find_first_not_of(" \t") == line.text.npos) return;
        auto message = read_message(line.text);
        if (!message) return send(response(message.error().id, message.error().fault));
        if (message->kind == Message::Kind::request) return begin(std::move(*message));
        if (message->kind == Message::Kind::response) return legacy_.take(*message);
        if (message->method != "notifications/cancelled") return;
        if (const Json* id = member(message->params, "requestId")) {
            subscriptions_.erase(dump(*id));
            in_flight_.cancel(*id);
        }
    }

    bool end() {
        subscriptions_.clear();
        if (workers_.idle_within(time_to_finish)) return true;
        in_flight_.cancel_all();
        return workers_.idle_within(time_to_stop);
    }

private:
    void send(const Json& message) { lines_.write(dump(message)); }

    bool is_modern(const Message& request) const {
        // Who has begun a session need not say again that it is an older one.
        return modern::version_of(request).has_value() || request.method == "server/discover";
    }

    void begin(Message request) {
        auto outlet = std::make_shared<LineOutlet>(lines_);
        if (!in_flight_.begin(request.id, outlet))
            return send(response(request.id, Fault{code::invalid_request, "a request with this id is being worked on"}));
        const auto id = request.id;
        const bool later = takes_time(request.method);
        const auto work = [this, outlet, request = std::move(request)] { serve(request, outlet); };
        if (!later) return work();
        if (!workers_.start(work)) {
            in_flight_.end(id);
            send(response(id, Fault{code::busy, "too many calls at once"}));
        }
    }

    void serve(const Message& request, const std::shared_ptr<LineOutlet>& outlet) {
        auto answer = is_modern(request) ? serve_modern(request, outlet) : legacy_.serve(request, *outlet);
        in_flight_.end(request.id);
        if (!answer.is_null()) outlet->send(answer);
    }

    Json serve_modern(const Message& request, const std::shared_ptr<LineOutlet>& outlet) {
        if (const auto fault = modern::refusal(request)) return response(request.id, *fault);
        if (request.method != "subscriptions/listen") return modern::serve(server_, request, *outlet, "");
        const auto id = dump(request.id);
        if (subscriptions_.size() >= limits::sessions_at_once || subscriptions_.contains(id))
            return response(request.id, Fault{code::busy, "too many subscriptions, or one twice"});
        subscriptions_.emplace(id, std::make_unique<modern::Subscription>(server_, request, outlet));
        return nullptr;  // it goes on until it is cancelled
    }

    Server& server_;
    LineWriter lines_;
    InFlight in_flight_;
    legacy::Session legacy_;
    std::map<std::string, std::unique_ptr<modern::Subscription>> subscriptions_;  // of the reading thread alone
    Workers workers_;
};

}  // namespace

bool serve_stdio(Server& server, int input, int output) {
    std::signal(SIGPIPE, SIG_IGN);  // a client that has gone is seen when writing fails
    // On the heap, and left there when something does not end: its threads still use it.
    auto connection = std::make_unique<Connection>(server, output);
    LineReader reader{input, limits::message_bytes};
    while (const auto line = reader.next()) connection->take(*line);
    if (connection->end()) return true;
    static_cast<void>(connection.release());
    return false;
}

}  // namespace assay::mcp
