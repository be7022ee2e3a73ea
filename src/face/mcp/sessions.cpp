#include "face/mcp/sessions.h"

#include <iterator>

#include "world/limits.h"

namespace assay::mcp {

namespace {

constexpr std::size_t pushed_events = 256;
constexpr std::size_t most_streams = 64;
constexpr std::string_view own_stream = "session";

}  // namespace

HttpSession::HttpSession(Server& server, const std::string& principal)
    : id{random_name()},
      pushed{std::make_shared<EventStream>(pushed_events)},
      session{server, principal, [stream = pushed](const Json& message) { stream->send(message); }} {
    streams_.emplace(own_stream, pushed);
}

std::string HttpSession::keep(std::shared_ptr<EventStream> stream) {
    const std::lock_guard lock{mutex_};
    if (streams_.size() >= most_streams) streams_.erase(streams_.begin()->first == own_stream ? std::next(streams_.begin()) : streams_.begin());
    auto name = random_name();
    streams_.emplace(name, std::move(stream));
    return name;
}

std::shared_ptr<EventStream> HttpSession::stream(const std::string& name) {
    const std::lock_guard lock{mutex_};
    const auto found = streams_.find(name);
    return found == streams_.end() ? nullptr : found->second;
}

void HttpSession::forget(const std::string& name) {
    const std::lock_guard lock{mutex_};
    if (name != own_stream) streams_.erase(name);
}

// With the lock held.
void Sessions::forget_idle() {
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(sessions_, [&](const auto& entry) {
        return now - entry.second.used > limits::session_idle_time && entry.second.session->in_flight.count() == 0;
    });
}

std::shared_ptr<HttpSession> Sessions::begin(const std::string& principal) {
    auto session = std::make_shared<HttpSession>(server_, principal);
    const std::lock_guard lock{mutex_};
    forget_idle();
    if (sessions_.size() >= limits::sessions_at_once) return nullptr;
    sessions_[session->id] = {session, std::chrono::steady_clock::now()};
    return session;
}

std::shared_ptr<HttpSession> Sessions::find(const std::string& id) {
    const std::lock_guard lock{mutex_};
    forget_idle();
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return nullptr;
    found->second.used = std::chrono::steady_clock::now();
    return found->second.session;
}

bool Sessions::end(const std::string& id) {
    std::shared_ptr<HttpSession> session;
    {
        const std::lock_guard lock{mutex_};
        const auto found = sessions_.find(id);
        if (found == sessions_.end()) return false;
        session = std::move(found->second.session);
        sessions_.erase(found);
    }
    session->in_flight.cancel_all();
    session->pushed->end(nullptr);
    return true;
}

}  // namespace assay::mcp
