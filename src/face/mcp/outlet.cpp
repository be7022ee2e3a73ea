#include "face/mcp/outlet.h"

namespace assay::mcp {

bool InFlight::begin(const Json& id, std::shared_ptr<Outlet> outlet) {
    const std::lock_guard lock{mutex_};
    return outlets_.try_emplace(dump(id), std::move(outlet)).second;
}

void InFlight::end(const Json& id) {
    const std::lock_guard lock{mutex_};
    outlets_.erase(dump(id));
}

void InFlight::cancel(const Json& id) {
    const std::lock_guard lock{mutex_};
    if (const auto found = outlets_.find(dump(id)); found != outlets_.end()) found->second->stop();
}

void InFlight::cancel_all() {
    const std::lock_guard lock{mutex_};
    for (const auto& [id, outlet] : outlets_) outlet->stop();
}

std::size_t InFlight::count() const {
    const std::lock_guard lock{mutex_};
    return outlets_.size();
}

}  // namespace assay::mcp
