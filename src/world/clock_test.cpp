#include "world/clock.h"

#include <doctest/doctest.h>

#include <ctime>
#include <thread>

namespace assay {

TEST_CASE("a budget is spent by time and never negative") {
    const Budget budget{Milliseconds{30}};
    CHECK_FALSE(budget.spent());
    CHECK(budget.left() <= Milliseconds{30});
    CHECK_FALSE(budget.has(Milliseconds{31}));
    std::this_thread::sleep_for(Milliseconds{40});
    CHECK(budget.spent());
    CHECK(budget.left() == Milliseconds{0});
    CHECK(Budget{Milliseconds{-5}}.left() == Milliseconds{0});
}

TEST_CASE("a stopwatch and the clock count seconds") {
    const Stopwatch watch;
    const double before = now_unix_seconds();
    std::this_thread::sleep_for(Milliseconds{20});
    CHECK(watch.seconds() >= 0.02);
    CHECK(now_unix_seconds() > before);
    CHECK(now_unix_seconds() == doctest::Approx(static_cast<double>(std::time(nullptr))).epsilon(1e-8));
}

}  // namespace assay
