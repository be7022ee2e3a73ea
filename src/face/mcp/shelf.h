// Shelf: reports that an assistant can come back to by a name that nobody guesses, with their labs as long as these live.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "face/cli/request.h"
#include "face/mcp/json.h"

namespace assay::mcp {

// One report. The run holds sources, map and lab; who uses it holds the lock.
struct Kept {
    std::string handle;
    std::string title;  // "check of db/migrations"
    Json report;        // as docs/schema/check.schema.json says; never changes
    std::filesystem::path folder = {};  // names of files are shown relative to it
    std::mutex mutex;
    std::unique_ptr<cli::Run> run;      // nullptr once it had to make room
    std::shared_ptr<const void> holds;  // what the run reads, where that must be held
    std::chrono::steady_clock::time_point until;
};

class Shelf {
public:
    explicit Shelf(std::function<void()> changed) : changed_{std::move(changed)} {}

    // Gives it a handle and takes it in.
    void put(const std::shared_ptr<Kept>& kept);
    // nullptr when there is none, or it is too old.
    std::shared_ptr<Kept> find(const std::string& handle);
    std::vector<std::shared_ptr<Kept>> all();

private:
    bool forget_old();
    std::function<void()> changed_;
    std::mutex mutex_;
    std::deque<std::shared_ptr<Kept>> kept_;  // oldest first
};

}  // namespace assay::mcp
