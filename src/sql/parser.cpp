#include "sql/parser.h"

#include <pthread.h>

#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <string>
#include <utility>

#include "world/limits.h"

namespace assay::sql {

namespace {

// On a parser's thread, its parser.
const Parser*& own_parser() {
    thread_local const Parser* parser = nullptr;
    return parser;
}

}  // namespace

struct ParserThread::State {
    pthread_t thread{};
    std::mutex mutex = {};
    std::condition_variable changed = {};
    const std::function<void(const Parser&)>* job = nullptr;
    std::exception_ptr thrown = {};
    bool stop = false;

    static void* main(void* argument);
    void serve();
};

void ParserThread::State::serve() {
    const Parser parser;
    own_parser() = &parser;
    std::unique_lock lock{mutex};
    while (true) {
        changed.wait(lock, [this] { return stop || job != nullptr; });
        if (stop) return;
        lock.unlock();
        std::exception_ptr caught;
        try {
            (*job)(parser);
        } catch (...) {
            caught = std::current_exception();
        }
        lock.lock();
        thrown = caught;
        job = nullptr;
        changed.notify_all();
    }
}

void* ParserThread::State::main(void* argument) {
    static_cast<State*>(argument)->serve();
    return nullptr;
}

ParserThread::ParserThread(std::unique_ptr<State> state) : state_{std::move(state)} {}
ParserThread::ParserThread(ParserThread&&) noexcept = default;

ParserThread& ParserThread::operator=(ParserThread&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
}

ParserThread::~ParserThread() {
    if (!state_) return;
    {
        const std::lock_guard lock{state_->mutex};
        state_->stop = true;
    }
    state_->changed.notify_all();
    pthread_join(state_->thread, nullptr);
}

Result<ParserThread> ParserThread::start() {
    auto state = std::make_unique<State>();
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    int failed = pthread_attr_setstacksize(&attributes, limits::parser_stack_bytes);
    if (failed == 0) failed = pthread_create(&state->thread, &attributes, &State::main, state.get());
    pthread_attr_destroy(&attributes);
    if (failed != 0)
        return fail("cannot start a thread with " + std::to_string(limits::parser_stack_bytes >> 20) +
                    " MiB of stack to parse SQL: " + std::strerror(failed));
    return ParserThread{std::move(state)};
}

void ParserThread::run(const std::function<void(const Parser&)>& job) {
    std::unique_lock lock{state_->mutex};
    state_->changed.wait(lock, [this] { return state_->job == nullptr; });
    state_->job = &job;
    state_->changed.notify_all();
    state_->changed.wait(lock, [this] { return state_->job == nullptr; });
    if (state_->thrown) std::rethrow_exception(std::exchange(state_->thrown, nullptr));
}

// Each thread keeps the worker that it asked for first: starting one takes milliseconds, and rules ask often.
// A job that asks again is on such a worker already.
Result<void> with_parser_thread(const std::function<void(const Parser&)>& job) {
    if (own_parser()) {
        job(*own_parser());
        return {};
    }
    thread_local Result<ParserThread> worker = ParserThread::start();
    if (!worker) {
        const auto error = worker.error();
        worker = ParserThread::start();  // what was short then may be there now
        if (!worker) return tl::unexpected(error);
    }
    worker->run(job);
    return {};
}

}  // namespace assay::sql
