// Outlet: the way back to the client for one request.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "face/mcp/message.h"

namespace assay::mcp {

// Messages may come from any thread. Nothing leaves once it is stopped, because the client cancelled or has gone.
class Outlet {
public:
    virtual ~Outlet() = default;
    void send(const Json& message) {
        if (!stopped()) write(message);
    }
    void stop() { stopped_ = true; }
    bool stopped() const { return stopped_; }
    // Ends the connection, not the request: the client comes back for the rest. False where a transport has no such thing.
    virtual bool let_go() { return false; }

private:
    virtual void write(const Json& message) = 0;
    std::atomic<bool> stopped_{false};
};

// The requests of one client that are being worked on, by their ids.
class InFlight {
public:
    // False when the client uses an id twice.
    bool begin(const Json& id, std::shared_ptr<Outlet> outlet);
    void end(const Json& id);
    void cancel(const Json& id);
    void cancel_all();
    std::size_t count() const;

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<Outlet>> outlets_;
};

}  // namespace assay::mcp
