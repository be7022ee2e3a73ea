#include "domain/query/read/log_record.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

namespace assay::query {

namespace {

using std::size_t;
using std::string_view;

constexpr std::pair<string_view, LogSeverity> severities[]{
    {"LOG", LogSeverity::log},         {"ERROR", LogSeverity::error}, {"FATAL", LogSeverity::fatal},
    {"WARNING", LogSeverity::warning}, {"PANIC", LogSeverity::panic}, {"NOTICE", LogSeverity::notice},
    {"INFO", LogSeverity::info},       {"DEBUG", LogSeverity::debug}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "dd-dd" and the like: d stands for a digit.
bool fits(string_view text, string_view form) {
    if (text.size() < form.size()) return false;
    for (size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'd' ? !is_digit(text[i]) : text[i] != form[i]) return false;
    return true;
}

int number(string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

string_view name(LogSeverity severity) {
    for (const auto& [word, known] : severities)
        if (known == severity) return word;
    return {};
}

std::optional<LogSeverity> log_severity(string_view word) {
    for (const auto& [known, severity] : severities)
        if (word == known) return severity;
    if (word.size() == 6 && word.substr(0, 5) == "DEBUG" && is_digit(word[5])) return LogSeverity::debug;
    return {};
}

void LogScanner::use_up(string_view bytes) {
    while (!bytes.empty()) {
        const void* found = std::memchr(bytes.data(), '\n', bytes.size());
        if (!found) return;
        ++line_;
        bytes.remove_prefix(static_cast<size_t>(static_cast<const char*>(found) - bytes.data()) + 1);
    }
}

size_t timestamp_length(string_view text) {
    if (!fits(text, "dddd-dd-dd dd:dd:dd")) return 0;
    size_t length = 19;
    if (fits(text.substr(length), ".ddd")) length += 4;
    if (length + 1 >= text.size() || text[length] != ' ') return length;
    size_t zone = length + 1;  // "UTC", "CEST", "+03", "-0330", "+05:30"
    while (zone < text.size() && zone < length + 8 && (std::isalnum(static_cast<unsigned char>(text[zone])) || text[zone] == '+' ||
                                                       (text[zone] == '-' && zone == length + 1) ||
                                                       (text[zone] == ':' && is_digit(text[zone - 1]) && fits(text.substr(zone + 1), "dd"))))
        ++zone;
    return zone == length + 1 ? length : zone;
}

std::optional<std::int64_t> moment_of(string_view text) {
    if (!fits(text, "dddd-dd-dd dd:dd:dd")) return {};
    using namespace std::chrono;
    const year_month_day date{year{number(text.substr(0, 4))}, month{static_cast<unsigned>(number(text.substr(5, 2)))},
                              day{static_cast<unsigned>(number(text.substr(8, 2)))}};
    if (!date.ok()) return {};
    const std::int64_t days = sys_days{date}.time_since_epoch().count();
    const std::int64_t seconds = number(text.substr(11, 2)) * 3600 + number(text.substr(14, 2)) * 60 + number(text.substr(17, 2));
    const int ms = fits(text.substr(19), ".ddd") ? number(text.substr(20, 3)) : 0;
    return (days * 86'400 + seconds) * 1000 + ms;
}

}  // namespace assay::query
