// Helpers for tests of what happens when a process dies: the test forks one that uses the API.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

namespace assay::test {

// Runs `work` in a fork of this process, which then leaves without running our destructors.
template <class Work>
pid_t forked(Work work) {
    std::fflush(nullptr);  // or the fork may print again what we have not printed yet
    const pid_t pid = fork();
    if (pid != 0) return pid;
    work();
    _exit(0);
}

// Neither gone nor a zombie that nobody has reaped.
inline bool lives(pid_t pid) {
    std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto state = text.rfind(')');
    return state != text.npos && text.at(state + 2) != 'Z' && text.at(state + 2) != 'X';
}

template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds patience = std::chrono::seconds{5}) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return true;
}

// The status that waitpid gives for a fork of ours, which is killed when it does not end.
inline int status_of(pid_t pid) {
    int status = 0;
    if (!eventually([&] { return waitpid(pid, &status, WNOHANG) != 0; }, std::chrono::seconds{20})) {
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
    }
    return status;
}

// A pipe that a fork reports through: lines of text.
class Reports {
public:
    Reports() {
        if (pipe(ends_) != 0) ends_[0] = ends_[1] = -1;
    }
    Reports(const Reports&) = delete;
    Reports& operator=(const Reports&) = delete;
    ~Reports() {
        close(ends_[0]);
        close(ends_[1]);
    }

    void write(const std::string& line) const {
        const std::string text = line + '\n';
        if (::write(ends_[1], text.data(), text.size()) < 0) _exit(1);
    }
    std::string read() const {
        std::string line;
        for (char c = 0; ::read(ends_[0], &c, 1) == 1 && c != '\n';) line += c;
        return line;
    }

private:
    int ends_[2];
};

}  // namespace assay::test
