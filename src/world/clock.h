// Clock: elapsed time and budgets. The only place that asks the machine what time it is.
#pragma once

#include <chrono>
#include <string>

namespace assay {

using Milliseconds = std::chrono::milliseconds;

class Stopwatch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Time that an experiment may take. Never negative.
class Budget {
public:
    explicit Budget(Milliseconds total) : end_{std::chrono::steady_clock::now() + total} {}

    Milliseconds left() const {
        const auto left = std::chrono::duration_cast<Milliseconds>(end_ - std::chrono::steady_clock::now());
        return left.count() > 0 ? left : Milliseconds{0};
    }
    bool spent() const { return left().count() == 0; }
    bool has(Milliseconds wanted) const { return left() >= wanted; }

private:
    std::chrono::steady_clock::time_point end_;
};

// Seconds since 1970, UTC.
double now_unix_seconds();

}  // namespace assay
