#include "core/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace assay {

namespace {

constexpr std::uint32_t match_limit = 1'000'000;  // a hostile text cannot make a match run for long

struct FreeMatch {
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
using Match = std::unique_ptr<pcre2_match_data, FreeMatch>;

}  // namespace

struct Pattern::Compiled {
    explicit Compiled(pcre2_code* from) : code{from}, limits{pcre2_match_context_create(nullptr)} {
        pcre2_set_match_limit(limits, match_limit);
    }
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
    ~Compiled() {
        pcre2_match_context_free(limits);
        pcre2_code_free(code);
    }

    // A match's own data each time: a pattern may be searched with on several threads.
    Match start() const { return Match{pcre2_match_data_create_from_pattern(code, nullptr)}; }
    bool search(std::string_view text, std::size_t from, const Match& match) const {
        return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from, 0, match.get(), limits) >= 0;
    }

    pcre2_code* code;
    pcre2_match_context* limits;
};

Pattern::Pattern(std::string_view text) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    auto* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), PCRE2_CASELESS, &error, &offset, nullptr);
    if (code) compiled_ = std::make_unique<Compiled>(code);
}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

void Pattern::make_fast() {
    if (valid()) pcre2_jit_compile(compiled_->code, PCRE2_JIT_COMPLETE);
}

bool Pattern::found_in(std::string_view text) const { return valid() && compiled_->search(text, 0, compiled_->start()); }

std::vector<std::string> Pattern::first_groups_in(std::string_view text) const {
    std::vector<std::string> groups;
    if (!valid()) return groups;
    const auto match = compiled_->start();
    const auto* bounds = pcre2_get_ovector_pointer(match.get());
    for (std::size_t from = 0; from <= text.size() && compiled_->search(text, from, match);) {
        if (pcre2_get_ovector_count(match.get()) > 1 && bounds[2] != PCRE2_UNSET)
            groups.emplace_back(text.substr(bounds[2], bounds[3] - bounds[2]));
        from = bounds[1] + (bounds[0] == bounds[1]);  // an empty match must not be found again
    }
    return groups;
}

std::string Pattern::replaced_in(std::string_view text, std::string_view with) const {
    std::string result;
    if (!valid()) return std::string{text};
    const auto match = compiled_->start();
    const auto* bounds = pcre2_get_ovector_pointer(match.get());
    std::size_t copied = 0;
    for (std::size_t from = 0; from <= text.size() && compiled_->search(text, from, match);) {
        result.append(text.substr(copied, bounds[0] - copied)).append(with);
        copied = bounds[1];
        from = bounds[1] + (bounds[0] == bounds[1]);
    }
    return result.append(text.substr(copied));
}

}  // namespace assay
