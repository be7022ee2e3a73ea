#include "domain/query/read/log.h"

#include <fmt/core.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "core/text.h"
#include "domain/query/read/log_prefix.h"
#include "domain/query/read/log_tally.h"
#include "world/byte_source.h"
#include "world/terminal.h"

namespace assay::query {

using std::size_t;
using std::string_view;

namespace {

constexpr size_t first_bytes = 512u << 10;   // for telling the format
constexpr size_t window_bytes = 1u << 20;    // read at once; grows where a record is larger
constexpr string_view json_head = "{\"timestamp\":\"";
constexpr string_view byte_order_mark = "\xEF\xBB\xBF";

// The bytes of a source, first those that were read to tell its format.
class Input {
public:
    static Result<Input> open(const std::string& file) {
        if (file == "-") return begin(file, ByteSource::standard_input());
        auto source = ByteSource::open(file);
        if (!source) return tl::unexpected(source.error());
        return begin(file, std::move(*source));
    }
    static Input given(const std::string& name, std::string text) { return {name, std::nullopt, std::move(text)}; }

    Result<size_t> read(std::uint64_t offset, char* bytes, size_t most) const {
        if (offset >= first_.size()) return source_ ? source_->read(offset, bytes, most) : Result<size_t>{0};
        const size_t length = std::min(most, first_.size() - static_cast<size_t>(offset));
        std::copy_n(first_.data() + offset, length, bytes);
        return length;
    }
    string_view first() const { return first_; }
    const std::string& file() const { return file_; }
    std::optional<std::uint64_t> size() const { return source_ ? source_->size() : first_.size(); }

private:
    Input(std::string file, std::optional<ByteSource> source, std::string first)
        : file_{std::move(file)}, source_{std::move(source)}, first_{std::move(first)} {}

    static Result<Input> begin(const std::string& file, ByteSource source) {
        std::string first(first_bytes, '\0');
        const auto length = source.read(0, first.data(), first.size());
        if (!length) return tl::unexpected(length.error());
        first.resize(*length);
        return Input{file == "-" ? "standard input" : file, std::move(source), std::move(first)};
    }

    std::string file_;
    std::optional<ByteSource> source_;  // of what comes after the first bytes
    std::string first_;
};

// A stretch of one input, and what was read of it.
struct Part {
    size_t input = 0;
    std::uint64_t begin = 0, end = UINT64_MAX;
};

struct PartRead {
    LogTally tally;
    std::uint64_t end = 0;  // where the last record that began within the part ends
    std::int64_t lines = 0;
};

// The records that begin in the part, which itself begins with one.
Result<PartRead> read_part(const Input& input, const LogFormat& format, const Part& part, Progress* progress) {
    PartRead read;
    const auto scanner = log_scanner(format);
    std::string window(window_bytes, '\0');
    std::uint64_t base = part.begin;  // of the window
    size_t held = 0;
    for (bool last = false; !last && base < part.end;) {
        const auto more = input.read(base + held, window.data() + held, window.size() - held);
        if (!more) return tl::unexpected(more.error());
        held += *more;
        last = *more == 0;
        if (held == 0) break;
        const auto until = std::min<std::uint64_t>(part.end - base, string_view::npos);
        const bool too_long = held >= most_record_bytes;
        const size_t used = scanner->scan({window.data(), held}, static_cast<size_t>(until), last || too_long, read.tally);
        if (progress && used) progress->say(fmt::format("{}: {} MB", input.file(), (base + used) >> 20));
        std::copy(window.begin() + static_cast<std::ptrdiff_t>(used), window.begin() + static_cast<std::ptrdiff_t>(held), window.begin());
        base += used;
        held -= used;
        if (used == 0 && held == window.size()) window.resize(window.size() * 2);
    }
    scanner->finish(read.tally);
    read.tally.set_file(input.file());
    read.end = base;
    read.lines = scanner->lines();
    return read;
}

// Where parts of a file begin: each with a record, as far as one can tell from there on. Whether it does is seen
// when the part before it was read to its end.
std::vector<Part> parts_of(size_t index, const Input& input, const LogFormat& format, const LogOptions& options, unsigned threads) {
    const size_t start = starts_with(input.first(), byte_order_mark) ? byte_order_mark.size() : 0;
    std::vector<Part> parts{{index, start, UINT64_MAX}};
    if (!input.size() || format.kind == LogFormat::Kind::standard_error) return parts;  // its messages are told with delay
    const std::uint64_t count = std::min<std::uint64_t>(threads, *input.size() / std::max<size_t>(options.part_bytes, 1));
    const auto scanner = log_scanner(format);
    std::string window(window_bytes, '\0');
    for (std::uint64_t i = 1; i < count; ++i) {
        const std::uint64_t offset = *input.size() / count * i;
        const auto length = input.read(offset, window.data(), window.size());
        const size_t found = length ? scanner->find_start({window.data(), *length}) : string_view::npos;
        if (found == string_view::npos || offset + found <= parts.back().begin) continue;
        parts.back().end = offset + found;
        parts.push_back({index, offset + found, UINT64_MAX});
    }
    return parts;
}

// Parts are read by threads and added up in their order.
class Reading {
public:
    Reading(std::vector<Input> inputs, std::vector<LogFormat> formats, std::vector<Part> parts, Progress* progress)
        : inputs_{std::move(inputs)}, formats_{std::move(formats)}, parts_{std::move(parts)}, progress_{progress} {}

    Result<void> run(unsigned threads) {
        std::vector<std::thread> others;
        const auto wanted = std::min<size_t>(threads, parts_.size());
        for (size_t i = 1; i < wanted; ++i) others.emplace_back([this] { work(); });
        work();
        for (auto& thread : others) thread.join();
        if (error_) return tl::unexpected(*error_);
        return {};
    }
    LogTally& whole() { return whole_; }
    std::uint64_t bytes() const { return bytes_; }

private:
    void work() {
        std::unique_lock lock{mutex_};
        while (next_ < parts_.size() && !error_) {
            const size_t mine = next_++;
            lock.unlock();
            auto read = read_part(inputs_[parts_[mine].input], formats_[parts_[mine].input], parts_[mine], mine == 0 ? progress_ : nullptr);
            lock.lock();
            merged_.wait(lock, [&] { return added_ == mine || error_; });
            if (!error_) add(mine, std::move(read));
            ++added_;
            merged_.notify_all();
        }
    }

    // Where the part before did not end where this one was taken to begin, it is read again from there.
    void add(size_t index, Result<PartRead> read) {
        const Part& part = parts_[index];
        const bool follows = index > 0 && parts_[index - 1].input == part.input;
        if (follows && read && end_ != part.begin) {
            if (end_ >= part.end) return;
            read = read_part(inputs_[part.input], formats_[part.input], {part.input, end_, part.end}, nullptr);
        }
        if (!read) {
            error_ = read.error();
            return;
        }
        if (!follows) bytes_before_ = bytes_, lines_ = 0;
        whole_.merge(std::move(read->tally), lines_);
        lines_ += read->lines;
        end_ = read->end;
        bytes_ = bytes_before_ + end_;
    }

    std::vector<Input> inputs_;
    std::vector<LogFormat> formats_;
    std::vector<Part> parts_;
    Progress* progress_;

    std::mutex mutex_;
    std::condition_variable merged_;
    size_t next_ = 0, added_ = 0;
    std::optional<Error> error_;
    LogTally whole_;
    std::uint64_t end_ = 0, bytes_ = 0, bytes_before_ = 0;
    std::int64_t lines_ = 0;
};

}  // namespace

Result<LogFormat> log_format(string_view bytes, const std::string& prefix, const std::string& file) {
    if (starts_with(bytes, byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    if (starts_with(bytes, "\xFF\xFE") || starts_with(bytes, "\xFE\xFF"))
        return fail("is UTF-16; PostgreSQL writes its logs in the server's encoding, expected was text", {file});
    if (starts_with(bytes, "\x1f\x8b")) return fail("is compressed: give it as `zcat FILE | assay query log -`", {file});
    const auto csvlog = csvlog_scanner(), jsonlog = jsonlog_scanner();
    const LogFormat csv{"csvlog", {}, LogFormat::Kind::csvlog}, json{"jsonlog", {}, LogFormat::Kind::jsonlog};
    const string_view text = bytes.substr(std::min(bytes.find_first_not_of(string_view{"\r\n\0", 3}), bytes.size()));
    if (starts_with(text, json_head)) return json;
    if (csvlog->find_start(text) == 0) return csv;
    if (!prefix.empty()) {
        const auto parsed = LogPrefix::parse(prefix);
        if (!parsed) return tl::unexpected(parsed.error());
        return LogFormat{"stderr, log_line_prefix '" + prefix + "'", prefix, LogFormat::Kind::standard_error};
    }
    if (const auto derived = LogPrefix::derive(bytes))
        return LogFormat{"stderr, log_line_prefix '" + derived->setting() + "'", derived->setting(), LogFormat::Kind::standard_error};
    if (jsonlog->find_start(text) != text.npos) return json;  // its beginning is torn
    if (csvlog->find_start(text) != text.npos) return csv;
    if (text.empty()) return LogFormat{"empty", {}, LogFormat::Kind::csvlog};
    return fail("is no csvlog or jsonlog, and no log_line_prefix fits its lines: if it is a stderr log, give the server's setting with "
                "--prefix '%m [%p] '", {file, 1, 0});
}

std::unique_ptr<LogScanner> log_scanner(const LogFormat& format) {
    switch (format.kind) {
        case LogFormat::Kind::jsonlog: return jsonlog_scanner();
        case LogFormat::Kind::standard_error: return stderr_scanner(*LogPrefix::parse(format.prefix));
        case LogFormat::Kind::csvlog: break;
    }
    return csvlog_scanner();
}

bool has_log_extension(const std::filesystem::path& file) {
    const auto extension = file.extension();
    return extension == ".log" || extension == ".csv" || extension == ".jsonlog";
}

namespace {

Result<std::unique_ptr<Workload>> read_inputs(std::vector<Input> inputs, const LogOptions& options) {
    auto workload = std::make_unique<Workload>();
    std::vector<LogFormat> formats;
    std::vector<Part> parts;
    const unsigned threads = options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency());
    for (size_t i = 0; i < inputs.size(); ++i) {
        const Input& input = inputs[i];
        const auto format = log_format(input.first().substr(0, first_bytes), options.prefix, input.file());
        if (!format) return tl::unexpected(format.error());
        workload->sources.push_back(input.file());
        if (workload->format.find(format->name) == std::string::npos)
            workload->format += (workload->format.empty() ? "" : "; ") + format->name;
        const auto of_file = parts_of(i, input, *format, options, threads);
        parts.insert(parts.end(), of_file.begin(), of_file.end());
        formats.push_back(*format);
    }
    Reading reading{std::move(inputs), std::move(formats), std::move(parts), options.progress};
    if (auto done = reading.run(threads); !done) return tl::unexpected(done.error());
    workload->bytes = reading.bytes();
    if (auto done = reading.whole().finish(*workload); !done) return tl::unexpected(done.error());
    return workload;
}

}  // namespace

Result<std::unique_ptr<Workload>> read_logs(const std::vector<std::string>& files, const LogOptions& options) {
    std::vector<Input> inputs;
    for (const auto& file : files) {
        auto input = Input::open(file);
        if (!input) return tl::unexpected(input.error());
        inputs.push_back(std::move(*input));
    }
    return read_inputs(std::move(inputs), options);
}

Result<std::unique_ptr<Workload>> read_log_text(std::string text, const std::string& name, const LogOptions& options) {
    std::vector<Input> inputs;
    inputs.push_back(Input::given(name, std::move(text)));
    return read_inputs(std::move(inputs), options);
}

}  // namespace assay::query
