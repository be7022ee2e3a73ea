// Workers: threads that are made when there is work, up to a bound.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace assay::mcp {

class Workers {
public:
    explicit Workers(std::size_t most) : most_{most} {}
    ~Workers();  // waits for what was begun

    // False when as much waits as may work at once.
    bool start(std::function<void()> work);
    // Whether all is done before the time is over.
    bool idle_within(std::chrono::milliseconds patience);

private:
    void run();

    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable more_, done_;
    std::deque<std::function<void()>> waiting_;
    std::vector<std::thread> threads_;
    std::size_t busy_ = 0;
    bool ending_ = false;
};

}  // namespace assay::mcp
