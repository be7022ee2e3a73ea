#include "face/mcp/changes.h"

#include <algorithm>

namespace assay::mcp {

Changes::Listener::Listener(Changes& changes, Interest interest, Tell tell)
    : changes_{changes}, interest_{std::move(interest)}, tell_{std::move(tell)} {
    const std::lock_guard lock{changes_.mutex_};
    changes_.listeners_.push_back(this);
}

Changes::Listener::~Listener() {
    const std::lock_guard lock{changes_.mutex_};
    std::erase(changes_.listeners_, this);
}

void Changes::Listener::add(const std::string& uri) {
    const std::lock_guard lock{changes_.mutex_};
    interest_.uris.insert(uri);
}

void Changes::Listener::remove(const std::string& uri) {
    const std::lock_guard lock{changes_.mutex_};
    interest_.uris.erase(uri);
}

void Changes::tell(bool (*wants)(const Interest&), std::string_view method) {
    const std::lock_guard lock{mutex_};
    for (const Listener* listener : listeners_)
        if (wants(listener->interest_)) listener->tell_(method, Json::object());
}

void Changes::tools_changed() {
    tell([](const Interest& interest) { return interest.tools; }, "notifications/tools/list_changed");
}
void Changes::prompts_changed() {
    tell([](const Interest& interest) { return interest.prompts; }, "notifications/prompts/list_changed");
}
void Changes::resources_changed() {
    tell([](const Interest& interest) { return interest.resources; }, "notifications/resources/list_changed");
}

void Changes::resource_updated(const std::string& uri) {
    const std::lock_guard lock{mutex_};
    for (const Listener* listener : listeners_)
        if (listener->interest_.uris.contains(uri)) listener->tell_("notifications/resources/updated", {{"uri", uri}});
}

}  // namespace assay::mcp
