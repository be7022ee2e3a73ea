#include "domain/query/model/workload.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <chrono>

namespace assay::query {

std::string shown_moment(Moment moment) {
    if (!moment) return {};
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{*moment}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const auto ms = (time - day).count();
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

void Span::add(Moment moment) {
    if (!moment) return;
    if (!first || *moment < *first) first = moment;
    if (!last || *moment > *last) last = moment;
}

void Span::merge(const Span& other) {
    add(other.first);
    add(other.last);
}

namespace {

// The exponent and the five highest bits of the fraction; exact below 64.
std::uint16_t bucket_of(std::uint64_t value) {
    if (value < 64) return static_cast<std::uint16_t>(value);
    const int shift = static_cast<int>(std::bit_width(value)) - 6;
    return static_cast<std::uint16_t>((shift + 1) * 32 + static_cast<int>(value >> shift));
}

double middle_of(std::uint16_t bucket) {
    if (bucket < 64) return bucket;
    const int shift = bucket / 32 - 2;
    const auto high = static_cast<std::uint64_t>(bucket % 32 + 32);
    return (static_cast<double>(high) + 0.5) * static_cast<double>(std::uint64_t{1} << shift);
}

constexpr std::size_t most_names = 256;
constexpr std::string_view others = "(others)";

}  // namespace

void Durations::add(std::uint64_t microseconds, std::uint32_t times) {
    const auto bucket = bucket_of(std::min<std::uint64_t>(microseconds, std::uint64_t{1} << 60));
    const auto place = std::lower_bound(buckets_.begin(), buckets_.end(), bucket,
                                        [](const auto& each, std::uint16_t wanted) { return each.first < wanted; });
    if (place != buckets_.end() && place->first == bucket)
        place->second += times;
    else
        buckets_.insert(place, {bucket, times});
}

void Durations::merge(const Durations& other) {
    std::vector<std::pair<std::uint16_t, std::uint32_t>> both;
    both.reserve(buckets_.size() + other.buckets_.size());
    std::merge(buckets_.begin(), buckets_.end(), other.buckets_.begin(), other.buckets_.end(), std::back_inserter(both));
    buckets_.clear();
    for (const auto& each : both) {
        if (!buckets_.empty() && buckets_.back().first == each.first)
            buckets_.back().second += each.second;
        else
            buckets_.push_back(each);
    }
}

double Durations::quantile_ms(double fraction) const {
    std::uint64_t count = 0;
    for (const auto& each : buckets_) count += each.second;
    if (count == 0) return 0;
    const double wanted = fraction * static_cast<double>(count - 1);
    std::uint64_t passed = 0;
    for (const auto& each : buckets_) {
        passed += each.second;
        if (static_cast<double>(passed) > wanted) return middle_of(each.first) / 1000;
    }
    return middle_of(buckets_.back().first) / 1000;
}

void Counts::add(std::string_view name, std::uint64_t times) {
    const auto found = counts_.find(name);
    if (found != counts_.end())
        found->second += times;
    else if (counts_.size() < most_names)
        counts_.emplace(name, times);
    else
        counts_[std::string{others}] += times;
}

void Counts::merge(const Counts& other) {
    for (const auto& [name, times] : other.counts_) add(name, times);
}

std::vector<std::pair<std::string, std::uint64_t>> Counts::ranked() const {
    std::vector<std::pair<std::string, std::uint64_t>> all{counts_.begin(), counts_.end()};
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return all;
}

std::optional<double> Query::quantile_ms(double fraction) const {
    if (durations.empty()) return {};
    return std::clamp(durations.quantile_ms(fraction), min_ms, std::max(min_ms, max_ms));
}

std::string_view name(LoggedPlan::Format format) {
    switch (format) {
        case LoggedPlan::Format::json: return "json";
        case LoggedPlan::Format::yaml: return "yaml";
        case LoggedPlan::Format::xml: return "xml";
        case LoggedPlan::Format::text: break;
    }
    return "text";
}

}  // namespace assay::query
