// Sessions: the legacy era over HTTP, where a session has a name, a stream of its own, and streams to come back to.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "face/mcp/event_stream.h"
#include "face/mcp/legacy.h"

namespace assay::mcp {

struct HttpSession {
    explicit HttpSession(Server& server, const std::string& principal);

    const std::string id;
    std::shared_ptr<EventStream> pushed;  // what belongs to no request
    legacy::Session session;
    InFlight in_flight;

    // Streams by name, so that a client can go on reading one.
    std::string keep(std::shared_ptr<EventStream> stream);
    std::shared_ptr<EventStream> stream(const std::string& name);
    void forget(const std::string& name);

private:
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<EventStream>> streams_;
};

class Sessions {
public:
    explicit Sessions(Server& server) : server_{server} {}
    // nullptr when there are too many.
    std::shared_ptr<HttpSession> begin(const std::string& principal);
    std::shared_ptr<HttpSession> find(const std::string& id);
    bool end(const std::string& id);

private:
    struct Entry {
        std::shared_ptr<HttpSession> session;
        std::chrono::steady_clock::time_point used;
    };
    void forget_idle();
    Server& server_;
    std::mutex mutex_;
    std::map<std::string, Entry> sessions_;
};

}  // namespace assay::mcp
