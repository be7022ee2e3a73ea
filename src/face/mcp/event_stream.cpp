#include "face/mcp/event_stream.h"

#include <utility>

namespace assay::mcp {

std::optional<EventStream::Event> EventStream::next(std::size_t after, std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, patience, [&] { return count_ > after || ended_ || let_go_; });
    for (const auto& event : events_)
        if (event.number > after) return event;
    return {};
}

bool EventStream::ended(std::size_t after) const {
    const std::lock_guard lock{mutex_};
    return ended_ && count_ <= after;
}

void EventStream::end(const Json& last) {
    const std::lock_guard lock{mutex_};
    if (!last.is_null() && !stopped()) events_.push_back({++count_, last});
    ended_ = true;
    changed_.notify_all();
}

bool EventStream::let_go() {
    const std::lock_guard lock{mutex_};
    let_go_ = true;
    changed_.notify_all();
    return true;
}

bool EventStream::take_let_go() {
    const std::lock_guard lock{mutex_};
    return std::exchange(let_go_, false);
}

void EventStream::write(const Json& message) {
    const std::lock_guard lock{mutex_};
    events_.push_back({++count_, message});
    if (events_.size() > most_) events_.pop_front();
    changed_.notify_all();
}

}  // namespace assay::mcp
