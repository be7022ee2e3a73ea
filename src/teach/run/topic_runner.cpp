#include "teach/run/topic_runner.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/text.h"
#include "teach/run/http_examples.h"
#include "teach/run/printed.h"
#include "teach/run/program_examples.h"
#include "teach/run/redis_examples.h"
#include "teach/run/sql_examples.h"
#include "world/cleanup.h"
#include "world/files.h"

namespace assay::teach {

namespace fs = std::filesystem;

namespace {

using State = ExampleResult::State;

constexpr std::string_view no_mongodb = "no server that speaks MongoDB's protocol is part of the tests";

ExampleResult failed(std::string problem) { return {State::failed, std::move(problem), {}, false}; }

// The ending first: what an example prints on its way to a failure that nobody expects is no output to compare.
ExampleResult judge(const Example& example, const Printed& printed) {
    if (printed.failure && !example.fails) return failed(printed.reason);
    if (!printed.failure && example.fails) return failed("it should fail, and does not");
    if (example.fails && !example.fails->empty() && *example.fails != *printed.failure) return failed(fmt::format("it should fail with {}: {}", *example.fails, printed.reason));
    ExampleResult result{State::passed, {}, tidy(printed.text), false};
    if (!example.output) return result;
    const auto& varies = example.output->varies;
    if (without_varying(tidy(example.output->text), varies) == without_varying(result.output, varies)) return result;
    result.state = State::failed;
    result.problem = "the output differs";
    result.differs = true;
    return result;
}

bool any_runs(const Topic& topic, std::string_view language) {
    return std::any_of(topic.examples.begin(), topic.examples.end(), [&](const Example& each) { return each.language == language && each.role == Example::Role::run; });
}

// What one page has of its own while its examples run.
class Bench {
public:
    Bench(const Topic& topic, PrivateFolder folder, Tools& tools) : topic_{topic}, folder_{std::move(folder)}, tools_{tools} {}

    Result<void> set_up(std::shared_ptr<lab::Server>& server) {
        place_ = {folder_.path() / "page", {"TZ=UTC", "LC_ALL=C.UTF-8", "NO_COLOR=1", "PYTHONDONTWRITEBYTECODE=1"}};
        std::error_code error;
        fs::create_directory(place_.folder, error);
        if (const auto modules = tools_.node_modules(); !modules.empty()) fs::create_directory_symlink(modules, place_.folder / "node_modules", error);
        if (const auto own = fs::read_symlink("/proc/self/exe", error); !error) {
            const char* path = std::getenv("PATH");
            place_.environment.push_back("PATH=" + own.parent_path().string() + ":" + (path ? path : "/usr/bin:/bin"));
        }
        if (auto done = start_sql(server); !done) return done;
        return start_redis();
    }

    ExampleResult run(const Example& example, std::size_t index) {
        if (example.role == Example::Role::words) return {State::described, example.not_run, {}, false};
        if (example.language == "mongodb") return {State::described, std::string{no_mongodb}, {}, false};
        if (const auto lacks = tools_.missing(example.language, example.needs)) return {State::skipped, *lacks, {}, false};
        if (example.role == Example::Role::file) {
            auto written = write_file(place_.folder / example.file, example.body);
            return written ? ExampleResult{State::written, {}, {}, false} : failed(written.error().text());
        }
        if (example.role == Example::Role::server) return serve(example);
        if (example.waits) return start_waiting(example, index);
        const auto printed = print(example);
        return printed ? judge(example, *printed) : failed(printed.error().text());
    }

    // What waits in the session that this example uses has to end before it; at the end, what waits in any.
    void finish_waiting(const Example* before, std::vector<ExampleResult>& results) {
        for (auto it = waiting_.begin(); it != waiting_.end();) {
            if (before && (before->language != "sql" || before->session != it->first)) {
                ++it;
                continue;
            }
            if (const auto printed = sql_->finish_waiting(it->first)) results[it->second] = judge(topic_.examples[it->second], *printed);
            it = waiting_.erase(it);
        }
    }

private:
    Result<void> start_sql(std::shared_ptr<lab::Server>& server) {
        if (!any_runs(topic_, "sql")) return {};
        if (!server) {
            auto started = lab::Server::start({.statistics = true});
            if (!started) return tl::unexpected(started.error());
            server = std::move(*started);
        }
        auto made = SqlExamples::make(*server);
        if (!made) return tl::unexpected(made.error());
        sql_ = std::move(*made);
        tell(sql_->environment());
        return {};
    }

    Result<void> start_redis() {
        if (!any_runs(topic_, "redis") || tools_.missing("redis", {})) return {};
        auto started = RedisExamples::start(folder_.path());
        if (!started) return tl::unexpected(started.error());
        redis_ = std::move(*started);
        tell(redis_->environment());
        return {};
    }

    void tell(const std::vector<std::string>& variables) { place_.environment.insert(place_.environment.end(), variables.begin(), variables.end()); }

    Result<Printed> print(const Example& example) {
        if (example.language == "sql") return sql_->run(example);
        if (example.language == "redis") return redis_->run(example.body);
        if (example.language != "http") return run_program(example, place_, tools_);
        if (servers_.empty()) return fail("no server stands above this request");
        return run_requests(example.body, servers_.back().port, example.headers);
    }

    ExampleResult serve(const Example& example) {
        auto started = start_server(example, place_, tools_);
        if (!started) return failed(started.error().text());
        std::erase_if(place_.environment, [](const std::string& variable) { return starts_with(variable, "PORT="); });
        tell({fmt::format("PORT={}", started->port)});
        servers_.push_back(std::move(*started));
        return {State::passed, {}, {}, false};
    }

    ExampleResult start_waiting(const Example& example, std::size_t index) {
        if (auto begun = sql_->start_waiting(example); !begun) {
            sql_->finish_waiting(example.session);
            return failed(begun.error().text());
        }
        waiting_[example.session] = index;
        return {};
    }

    const Topic& topic_;
    PrivateFolder folder_;
    Tools& tools_;
    Workplace place_;
    std::unique_ptr<SqlExamples> sql_;
    std::unique_ptr<RedisExamples> redis_;
    std::vector<ExampleServer> servers_;  // die before the databases that they use
    std::map<std::string, std::size_t> waiting_;  // by session: which example
};

}  // namespace

std::vector<ExampleResult> TopicRunner::run(const Topic& topic) {
    std::vector<ExampleResult> results(topic.examples.size());
    const auto give_up = [&](const Error& error) {
        std::fill(results.begin(), results.end(), failed(error.text()));
        return results;
    };
    if (results.empty()) return results;
    auto folder = PrivateFolder::make(fs::temp_directory_path(), "guide");
    if (!folder) return give_up(folder.error());
    Bench bench{topic, std::move(*folder), tools_};
    if (auto ready = bench.set_up(server_); !ready) return give_up(ready.error());
    for (std::size_t i = 0; i < results.size(); ++i) {
        bench.finish_waiting(&topic.examples[i], results);
        results[i] = bench.run(topic.examples[i], i);
    }
    bench.finish_waiting(nullptr, results);
    return results;
}

}  // namespace assay::teach
