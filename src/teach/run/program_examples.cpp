#include "teach/run/program_examples.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <sys/socket.h>

#include <cerrno>
#include <thread>

#include "core/text.h"
#include "world/descriptor.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay::teach {

namespace {

constexpr Milliseconds start_patience{20'000};

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// A port that nobody listens on: the system's choice, given back at once.
Result<int> free_port() {
    const Descriptor listener{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 || getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return fail("no port is free on this machine: " + system_reason(errno));
    return ntohs(address.sin_port);
}

bool answers(int port) {
    const Descriptor client{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const auto address = loopback(port);
    return connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

// Names are always the same, so that messages which hold them are.
std::string file_of(const Example& example) {
    if (example.language == "js") return "example.mjs";
    if (example.language == "ts") return "example.mts";
    if (example.language == "python") return "example.py";
    if (example.language == "java") return "Example.java";
    return "example.sh";
}

std::vector<std::string> arguments_of(const Example& example, const Tools& tools) {
    if (example.language == "js") return {tools.program("node"), "example.mjs"};
    if (example.language == "ts") return {tools.program("node"), "example.mjs"};
    if (example.language == "python") return {tools.program("python3"), "example.py"};
    if (example.language == "sh") return {tools.program("sh"), "-eu", "example.sh"};
    std::vector<std::string> java{tools.program("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};
    if (!example.needs.empty()) java.insert(java.end(), {"-cp", Tools::class_path(example.needs)});
    java.emplace_back("Example.java");
    return java;
}

Command command_of(const Example& example, const Workplace& place, const Tools& tools) {
    return {.arguments = arguments_of(example, tools), .folder = place.folder, .environment = place.environment, .limit = limits::example_time, .memory_bytes = limits::example_bytes};
}

// The types are checked by the compiler, which then takes them off.
Result<Completed> compile_types(const Workplace& place, const Tools& tools) {
    return run({.arguments = {tools.program("node"), (tools.node_modules() / "typescript/bin/tsc").string(), "--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck",
                              "--pretty", "false", "example.mts"},
                .folder = place.folder, .environment = place.environment, .limit = limits::example_time});
}

Result<std::optional<Printed>> prepare(const Example& example, const Workplace& place, const Tools& tools) {
    if (auto written = write_file(place.folder / file_of(example), example.body); !written) return tl::unexpected(written.error());
    if (example.language != "ts") return std::optional<Printed>{};
    auto compiled = compile_types(place, tools);
    if (!compiled) return tl::unexpected(compiled.error());
    if (compiled->exit_code == 0) return std::optional<Printed>{};
    return std::optional<Printed>{{compiled->output, "", compiled->output + compiled->errors}};
}

}  // namespace

Result<Printed> run_program(const Example& example, const Workplace& place, const Tools& tools) {
    auto refused = prepare(example, place, tools);
    if (!refused) return tl::unexpected(refused.error());
    if (*refused) return std::move(**refused);
    auto done = run(command_of(example, place, tools));
    if (!done) return tl::unexpected(done.error());
    Printed printed{std::move(done->output), {}, {}};
    if (done->timed_out) return fail(fmt::format("it did not end within {} s", limits::example_time.count() / 1000));
    if (done->exit_code != 0) {
        printed.failure = "";
        printed.reason = fmt::format("exit status {}\n{}", done->exit_code, done->errors);
    }
    return printed;
}

Result<ExampleServer> start_server(const Example& example, const Workplace& place, const Tools& tools) {
    const auto port = free_port();
    if (!port) return tl::unexpected(port.error());
    auto refused = prepare(example, place, tools);
    if (!refused) return tl::unexpected(refused.error());
    if (*refused) return fail((*refused)->reason);
    auto command = command_of(example, place, tools);
    command.environment.push_back(fmt::format("PORT={}", *port));
    const auto log = place.folder / fmt::format("server-{}.log", example.line);
    auto child = Child::start(command, log);
    if (!child) return tl::unexpected(child.error());
    const Budget patience{start_patience};
    while (!answers(*port)) {
        if (!child->running() || patience.spent()) return fail(fmt::format("the server does not answer on its PORT\n{}", read_file(log).value_or("")));
        std::this_thread::sleep_for(Milliseconds{10});
    }
    return ExampleServer{std::move(*child), *port};
}

}  // namespace assay::teach
