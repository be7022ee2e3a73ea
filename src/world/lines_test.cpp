#include "world/lines.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "world/descriptor.h"

using namespace assay;

namespace {

struct Pipe {
    Pipe() {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        out = Descriptor{ends[0]};
        in = Descriptor{ends[1]};
    }
    Descriptor out, in;
};

void put(int file, std::string_view text) { REQUIRE(write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size())); }

}  // namespace

TEST_CASE("lines: as they were written, the last one without its end too") {
    Pipe pipe;
    put(pipe.in.get(), "one\r\n\ntwo\nthree");
    pipe.in.close();
    LineReader reader{pipe.out.get(), 100};
    for (const std::string expected : {"one", "", "two", "three"}) CHECK(reader.next()->text == expected);
    CHECK_FALSE(reader.next());
}

TEST_CASE("lines: one that is too long is cut, and the next is whole") {
    Pipe pipe;
    std::thread writer{[&] {
        put(pipe.in.get(), std::string(300'000, 'x') + "\nnext\n");
        pipe.in.close();
    }};
    LineReader reader{pipe.out.get(), 10};
    const auto first = reader.next();
    CHECK(first->too_long);
    CHECK(first->text.size() < 300'000);
    const auto second = reader.next();
    CHECK(second->text == "next");
    CHECK_FALSE(second->too_long);
    writer.join();
}

TEST_CASE("lines: written whole from many threads") {
    Pipe pipe;
    LineWriter writer{pipe.in.get()};
    std::vector<std::thread> threads;
    for (char letter : {'a', 'b', 'c', 'd'})
        threads.emplace_back([&writer, letter] {
            for (int i = 0; i < 50; ++i) CHECK(writer.write(std::string(9'000, letter)));
        });
    std::size_t count = 0;
    std::thread reading{[&] {
        LineReader reader{pipe.out.get(), 10'000};
        while (const auto line = reader.next()) {
            ++count;
            CHECK(line->text == std::string(9'000, line->text.front()));
        }
    }};
    for (auto& thread : threads) thread.join();
    pipe.in.close();
    reading.join();
    CHECK(count == 200);
}
