#include "teach/run/tools.h"

#include <fmt/core.h>

#include <cstdlib>

#include "core/text.h"
#include "world/files.h"
#include "world/process.h"

namespace assay::teach {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view debian_python = "/usr/bin/python3", debian_node_modules = "/usr/share/nodejs", debian_jars = "/usr/share/java";

std::vector<std::string_view> programs_of(std::string_view language) {
    if (language == "js" || language == "ts") return {"node"};
    if (language == "python") return {"python3"};
    if (language == "java") return {"java"};
    if (language == "redis") return {"redis-server", "redis-cli"};
    if (language == "http") return {"curl"};
    if (language == "sh") return {"sh"};
    return {};
}

std::string jar_of(std::string_view module) { return fmt::format("{}/{}.jar", debian_jars, module); }

}  // namespace

std::string Tools::program(std::string_view name) const {
    if (name == "python3" && fs::exists(debian_python)) return std::string{debian_python};
    return std::string{name};
}

fs::path Tools::node_modules() const {
    std::vector<fs::path> places;
    if (const char* named = std::getenv("ASSAY_NODE_MODULES")) places.emplace_back(named);
    if (const auto cache = cache_folder()) places.push_back(*cache / "guide" / "node_modules");
    places.emplace_back(debian_node_modules);
    for (const auto& place : places)
        if (fs::is_directory(place)) return place;
    return {};
}

std::string Tools::class_path(const std::vector<std::string>& modules) {
    std::vector<std::string> jars;
    for (const auto& module : modules) jars.push_back(jar_of(module));
    return joined(jars, ":");
}

bool Tools::has_module(std::string_view language, const std::string& module) const {
    if (language == "js" || language == "ts") return !node_modules().empty() && fs::exists(node_modules() / module);
    if (language == "java") return fs::exists(jar_of(module));
    if (language == "sh") return find_program(module).has_value();
    if (language != "python") return false;
    const auto asked = run({.arguments = {program("python3"), "-c", "import importlib.util, sys\nsys.exit(importlib.util.find_spec(sys.argv[1]) is None)", module}});
    return asked && asked->exit_code == 0;
}

std::optional<std::string> Tools::missing(std::string_view language, const std::vector<std::string>& modules) {
    for (const auto name : programs_of(language))
        if (!find_program(program(name))) return std::string{name};
    auto wanted = modules;
    if (language == "ts") wanted.emplace_back("typescript");
    for (const auto& module : wanted) {
        const auto [place, is_new] = known_.try_emplace({std::string{language}, module}, false);
        if (is_new) place->second = has_module(language, module);
        if (!place->second) return fmt::format("{} module {}", language, module);
    }
    return {};
}

}  // namespace assay::teach
