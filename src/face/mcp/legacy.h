// The era up to 2025-11-25: a session that `initialize` begins, in which the server may ask the client as well.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "face/mcp/server.h"

namespace assay::mcp::legacy {

class Session {
public:
    // `push` sends what belongs to no request.
    Session(Server& server, std::string principal, std::function<void(const Json&)> push);

    // The response to a request; what it tells and asks on the way goes to the outlet. Any thread, any number at once.
    Json serve(const Message& request, Outlet& outlet);
    // The client's answer to what the server asked.
    void take(const Message& response);

    bool initialized() const;
    std::string version() const;

private:
    Answer<Json> answer(const Message& request, Outlet& outlet);
    Json initialize(const Message& request);
    Answer<Json> set_level(const Message& request);
    Answer<Json> subscribe(const Message& request, bool on);
    Answer<Json> ask(const std::string& method, const Json& params, Outlet& outlet);

    Server& server_;
    const std::string principal_;
    mutable std::mutex mutex_;
    std::condition_variable answered_;
    std::string version_;  // empty before `initialize`
    Json capabilities_ = Json::object();
    std::optional<std::string> log_level_;
    std::map<std::string, std::optional<Json>> asked_;  // by the id that we gave it
    int questions_ = 0;
    Changes::Listener listener_;
};

}  // namespace assay::mcp::legacy
