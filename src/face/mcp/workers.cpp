#include "face/mcp/workers.h"

namespace assay::mcp {

Workers::~Workers() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    more_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool Workers::start(std::function<void()> work) {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() >= most_) return false;
    waiting_.push_back(std::move(work));
    if (busy_ + waiting_.size() > threads_.size() && threads_.size() < most_) threads_.emplace_back(&Workers::run, this);
    more_.notify_one();
    return true;
}

bool Workers::idle_within(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return done_.wait_for(lock, patience, [this] { return busy_ == 0 && waiting_.empty(); });
}

void Workers::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        more_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto work = std::move(waiting_.front());
        waiting_.pop_front();
        ++busy_;
        lock.unlock();
        work();
        work = {};
        lock.lock();
        --busy_;
        done_.notify_all();
    }
}

}  // namespace assay::mcp
