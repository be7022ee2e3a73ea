// EventStream: what goes to a client over HTTP for one request, kept until it was read, so that a client can come back.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "face/mcp/outlet.h"

namespace assay::mcp {

class EventStream : public Outlet {
public:
    // Of a stream without an end, only so many events are kept.
    explicit EventStream(std::size_t most = 100'000) : most_{most} {}

    struct Event {
        std::size_t number;  // from 1
        Json message;
    };
    // The first event after this number; nothing when none came in time, or none will come.
    std::optional<Event> next(std::size_t after, std::chrono::milliseconds patience);
    // Whether all events up to the end have numbers up to this one.
    bool ended(std::size_t after) const;

    // With a last message, or none.
    void end(const Json& last);
    // The connection ends here, the request goes on.
    bool let_go() override;
    // True once after let_go().
    bool take_let_go();

private:
    void write(const Json& message) override;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Event> events_;
    std::size_t most_, count_ = 0;
    bool ended_ = false, let_go_ = false;
};

}  // namespace assay::mcp
