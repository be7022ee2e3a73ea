// Guide: all topics, and the mission's bullets that they serve.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "teach/topic.h"

namespace assay::teach {

// One line of what the whole is to be: "redis/rate-limiting", "Caching Layer (Redis)", "Rate limiting patterns".
struct Bullet {
    std::string id, group, text;
};

struct Guide {
    std::vector<Topic> topics;           // in the order of their ids
    std::vector<Bullet> mission;         // in its own order
    std::vector<std::string> uncovered;  // bullets that may still be without a topic
    std::string synonyms;                // synonyms.tsv

    // By its id or, where only one has it, its name; an Error names the nearest.
    Result<const Topic*> find(std::string_view wanted) const;
    const Topic* topic(std::string_view id) const;
    std::vector<const Topic*> serving(std::string_view bullet) const;
};

// That in the program; read once.
const Result<Guide>& embedded_guide();
// That in a folder, for who writes it.
Result<Guide> read_guide(const std::filesystem::path& folder);

}  // namespace assay::teach
