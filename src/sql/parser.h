// Parser: the right to call PostgreSQL's grammar, which needs a deep stack; only ParserThread gives it.
#pragma once

#include <functional>
#include <memory>

#include "core/result.h"

namespace assay::sql {

// Functions that parse SQL ask for one of these, so that none can be called on an ordinary stack.
class Parser {
public:
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

private:
    friend class ParserThread;
    Parser() = default;
};

// A thread with limits::parser_stack_bytes of stack that runs one job at a time.
class ParserThread {
public:
    static Result<ParserThread> start();
    ParserThread(ParserThread&&) noexcept;
    ParserThread& operator=(ParserThread&&) noexcept;
    ~ParserThread();

    // Runs the job there and waits for it. What the job throws is thrown here.
    void run(const std::function<void(const Parser&)>& job);

private:
    struct State;
    explicit ParserThread(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// One batch on a thread of its own: a file's statements, a schema's expressions.
Result<void> with_parser_thread(const std::function<void(const Parser&)>& job);

}  // namespace assay::sql
