#include <array>

#include "core/text.h"
#include "domain/query/read/plan_text.h"

namespace assay::query::text_plan {

namespace {

void add(PlanTree& to, std::string name, std::string_view value, int line) {
    value = trimmed(value);
    for (const std::string_view unit : {"kB", " ms"})
        if (value.size() > unit.size() && ends_with(value, unit)) value.remove_suffix(unit.size());
    to.add(std::move(name), PlanTree::scalar(std::string{value}, line));
}

struct Pair {
    std::string_view name, value;
};

// "Buckets: 1024  Batches: 1  Memory Usage: 9kB": pairs are two blanks apart.
std::vector<Pair> pairs_of(std::string_view name, std::string_view value) {
    std::vector<Pair> pairs;
    for (;;) {
        const auto gap = value.find("  ");
        pairs.push_back({name, trimmed(value.substr(0, gap))});
        if (gap == value.npos) return pairs;
        const auto rest = value.substr(gap + 2);
        const auto colon = rest.find(':');
        if (colon == rest.npos) return pairs;
        name = trimmed(rest.substr(0, colon));
        value = rest.substr(colon + 1);
    }
}

struct Renamed {
    std::string_view line, name, json;  // the line that begins with this name; a pair of it; JSON's name
};
// Pairs of compound lines, under the names that JSON gives them.
constexpr std::array renamed{
    Renamed{"Buckets", "Buckets", "Hash Buckets"},
    Renamed{"Buckets", "Batches", "Hash Batches"},
    Renamed{"Buckets", "Memory Usage", "Peak Memory Usage"},
    Renamed{"Batches", "Batches", "HashAgg Batches"},
    Renamed{"Batches", "Memory Usage", "Peak Memory Usage"},
    Renamed{"Batches", "Disk Usage", "Disk Usage"},
    Renamed{"Planned Partitions", "Planned Partitions", "Planned Partitions"},
    Renamed{"Planned Partitions", "Batches", "HashAgg Batches"},
    Renamed{"Planned Partitions", "Memory Usage", "Peak Memory Usage"},
    Renamed{"Planned Partitions", "Disk Usage", "Disk Usage"},
    Renamed{"Hits", "Hits", "Cache Hits"},
    Renamed{"Hits", "Misses", "Cache Misses"},
    Renamed{"Hits", "Evictions", "Cache Evictions"},
    Renamed{"Hits", "Overflows", "Cache Overflows"},
    Renamed{"Hits", "Memory Usage", "Peak Memory Usage"},
    Renamed{"Storage", "Storage", "Storage"},
    Renamed{"Storage", "Maximum Storage", "Maximum Storage"},
};

bool add_renamed(std::string_view name, std::string_view value, PlanTree& to, int line) {
    bool known = false;
    for (const auto& pair : pairs_of(name, value))
        for (const auto& entry : renamed) {
            if (entry.line != name || entry.name != pair.name) continue;
            known = true;
            // "64 (originally 1)": JSON says both.
            const auto originally = pair.value.find(" (originally ");
            add(to, std::string{entry.json}, pair.value.substr(0, originally), line);
            if (originally == pair.value.npos) continue;
            auto before = pair.value.substr(originally + 13);
            before.remove_suffix(!before.empty() && before.back() == ')');
            add(to, "Original " + std::string{entry.json}, before, line);
        }
    return known;
}

// "external merge  Disk: 42672kB"
void add_sort_method(std::string_view value, PlanTree& to, int line) {
    const auto pairs = pairs_of("Sort Method", value);
    add(to, "Sort Method", pairs.front().value, line);
    if (pairs.size() < 2) return;
    add(to, "Sort Space Used", pairs[1].value, line);
    add(to, "Sort Space Type", pairs[1].name, line);
}

std::string capitalized(std::string_view word) {
    std::string text{word};
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

// "shared hit=7 read=3, temp read=1 written=2": groups of name=value. Each becomes BEFORE Group Name AFTER.
template <class Each>
void each_figure(std::string_view value, Each each) {
    for (auto group : split(value, ',')) {
        group = trimmed(group);
        std::string kind;
        for (const auto part : split(group, ' ')) {
            const auto equal = part.find('=');
            if (equal == part.npos) kind = capitalized(part);
            else each(kind, part.substr(0, equal), part.substr(equal + 1));
        }
    }
}

void add_buffers(std::string_view value, PlanTree& to, int line) {
    each_figure(value, [&](const std::string& kind, std::string_view name, std::string_view count) {
        add(to, kind + " " + capitalized(name) + " Blocks", count, line);
    });
}

// "shared read=0.1 write=0.2, temp read=0.3"; before 17 "shared/local", before 15 nothing before "read".
void add_timings(std::string_view value, PlanTree& to, int line) {
    each_figure(value, [&](const std::string& kind, std::string_view name, std::string_view milliseconds) {
        const bool plain = kind.empty() || kind == "Shared/local";
        add(to, (plain ? "" : kind + " ") + "I/O " + capitalized(name) + " Time", milliseconds, line);
    });
}

void add_wal(std::string_view value, PlanTree& to, int line) {
    const auto buffers_full = value.find("buffers full=");
    if (buffers_full != value.npos) add(to, "WAL Buffers Full", value.substr(buffers_full + 13), line);
    each_figure(value.substr(0, buffers_full), [&](const std::string&, std::string_view name, std::string_view count) {
        add(to, "WAL " + (name == "fpi" ? std::string{"FPI"} : capitalized(name)), count, line);
    });
}

// "time=247.868 ms  output=72830kB  format=text" of a serialization, "used=13kB  allocated=16kB" of memory.
void add_assignments(std::string_view value, std::string_view before, PlanTree& to, int line) {
    for (const auto part : split(value, ' ')) {
        const auto equal = part.find('=');
        if (equal == part.npos) continue;
        const auto name = part.substr(0, equal);
        add(to, std::string{before} + (name == "output" ? "Output Volume" : capitalized(name)), part.substr(equal + 1), line);
    }
}

void add_group(std::string_view name, std::string_view value, PlanTree& to, int line) {
    PlanTree group = PlanTree::object(line);
    for (const auto& pair : pairs_of("Group Count", value))
        add(group, pair.name == "Sort Method" || pair.name == "Sort Methods" ? "Sort Methods Used" : std::string{pair.name}, pair.value, line);
    to.add(std::string{name}, std::move(group));
}

}  // namespace

void add_attribute(std::string_view name, std::string_view value, PlanTree& to, int line) {
    value = trimmed(value);
    if (name == "Buffers") return add_buffers(value, to, line);
    if (name == "I/O Timings") return add_timings(value, to, line);
    if (name == "WAL") return add_wal(value, to, line);
    if (name == "Serialization") return add_assignments(value, "", to, line);
    if (name == "Memory") return add_assignments(value, "Memory ", to, line);
    if (name == "Sort Method") return add_sort_method(value, to, line);
    if (name == "Full-sort Groups" || name == "Pre-sorted Groups") return add_group(name, value, to, line);
    if (name == "Heap Blocks" || name == "Tuples")
        return each_figure(value, [&](const std::string&, std::string_view kind, std::string_view count) {
            add(to, name == "Tuples" ? "Tuples " + capitalized(kind) : capitalized(kind) + " Heap Blocks", count, line);
        });
    if (add_renamed(name, value, to, line)) return;
    add(to, std::string{name}, value, line);
}

}  // namespace assay::query::text_plan
