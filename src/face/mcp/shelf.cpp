#include "face/mcp/shelf.h"

#include "face/mcp/seal.h"

namespace assay::mcp {

namespace {

constexpr std::size_t most_reports = 32;
constexpr std::size_t most_labs = 2;  // each is a PostgreSQL server
constexpr std::chrono::minutes lives{30};

}  // namespace

// With the lock held. What is in use keeps its lab for now.
bool Shelf::forget_old() {
    const auto before = kept_.size();
    while (!kept_.empty() && (kept_.size() > most_reports || kept_.front()->until < std::chrono::steady_clock::now())) kept_.pop_front();
    std::size_t labs = 0;
    for (auto kept = kept_.rbegin(); kept != kept_.rend(); ++kept) {
        const std::unique_lock use{(*kept)->mutex, std::try_to_lock};
        if (use && (*kept)->run && ++labs > most_labs) (*kept)->run.reset(), (*kept)->holds.reset();
    }
    return kept_.size() != before;
}

void Shelf::put(const std::shared_ptr<Kept>& kept) {
    kept->handle = random_name();
    kept->until = std::chrono::steady_clock::now() + lives;
    {
        const std::lock_guard lock{mutex_};
        kept_.push_back(kept);
        forget_old();
    }
    changed_();
}

std::shared_ptr<Kept> Shelf::find(const std::string& handle) {
    const std::lock_guard lock{mutex_};
    forget_old();
    for (const auto& kept : kept_)
        if (equal_secrets(kept->handle, handle)) return kept;
    return nullptr;
}

std::vector<std::shared_ptr<Kept>> Shelf::all() {
    const std::lock_guard lock{mutex_};
    forget_old();
    return {kept_.begin(), kept_.end()};
}

}  // namespace assay::mcp
