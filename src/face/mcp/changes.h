// Changes: tells those who listen that a list or a resource is not what it was.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "face/mcp/json.h"

namespace assay::mcp {

// What a listener wants to hear; nothing else is told.
struct Interest {
    bool tools = false, prompts = false, resources = false;
    std::set<std::string> uris = {};
};

class Changes {
public:
    using Tell = std::function<void(std::string_view method, Json params)>;

    // Listens for as long as it lives.
    class Listener {
    public:
        Listener(Changes& changes, Interest interest, Tell tell);
        ~Listener();
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;
        void add(const std::string& uri);
        void remove(const std::string& uri);

    private:
        friend class Changes;
        Changes& changes_;
        Interest interest_;
        Tell tell_;
    };

    void tools_changed();
    void prompts_changed();
    void resources_changed();
    void resource_updated(const std::string& uri);

private:
    void tell(bool (*wants)(const Interest&), std::string_view method);
    std::mutex mutex_;
    std::vector<Listener*> listeners_;
};

}  // namespace assay::mcp
