"""Code runs in the decoder's child, as if a file had taken it over. It gets its input, its outputs and nothing else."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from albums.images import decoder as decoder_module
from albums.images import sandbox
from albums.images.decoder import REPOSITORY, Decoder, DecoderDied, NoSandbox, Refused
from albums.images.sandbox import landlock, seccomp
from albums.images.tests.samples import FORMATS, drawn
from tests.support.processes import alive
from tests.support.site import wait_for

pytestmark = pytest.mark.skipif(bool(sandbox.find_missing()), reason="this system has no sandbox")
ATTACKER = ("-m", "albums.images.tests.attacker")
CONTAINED = ("-m", "albums.images.tests.contained")
SECRET = "the key of all photos"
# Each is tried by itself. It must raise PermissionError; `read` is what it would get.
READING = {
    "a key": "open({key!r}).read()",
    "a key by its number": "os.read(os.open({key!r}, os.O_RDONLY), 99)",
    "the passwords": "open('/etc/passwd').read()",
    "the parent's environment": "open('/proc/{parent}/environ', 'rb').read()",
    "the parent's memory": "open('/proc/{parent}/mem', 'rb').read(1)",
    "its starter's memory": "open(f'/proc/{{os.getppid()}}/mem', 'rb').read(1)",
    "its own descriptors": "os.listdir('/proc/self/fd')",
    "a directory": "os.listdir('/')",
    "whether a file is there": "os.stat({key!r})",
    "whether it is there, otherwise": "os.access({key!r}, 0) or os.readlink('/proc/self/exe')",
    "a new file": "open({key!r} + '.new', 'w')",
    "a removed file": "os.remove({key!r})",
    "a renamed file": "os.rename({key!r}, {key!r} + '.old')",
    "a file in memory": "os.memfd_create('x')",
}
REACHING = {
    "TCP": "socket.socket(socket.AF_INET)",
    "UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "IPv6": "socket.socket(socket.AF_INET6)",
    "a local socket": "socket.socket(socket.AF_UNIX)",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "a pair": "socket.socketpair()",
    "a pipe": "os.pipe()",
}
STARTING = {
    "a process": "os.fork()",
    "a program": "os.execv('/bin/true', ['true'])",
    "a shell": "subprocess.run('true', shell=True)",
    "a program by its descriptor": "os.execve(original, ['true'], {{}})",
    "another's death": "os.kill({parent}, 9)",
    "its starter's death": "os.kill(os.getppid(), 9)",
    "its group's death": "os.kill(0, 9)",
    "its own priority": "os.setpriority(os.PRIO_PROCESS, 0, 0)",
    "other rights": "os.setuid(0)",
    "its memory as code": "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
    "its input as code": "mmap.mmap(original, 1, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
}
TRIED = READING | REACHING | STARTING


class Taken(Decoder):
    """A decoder that a file has taken over."""

    program = ATTACKER

    def run(self, path: Path, code: str) -> list:
        """What the code said."""
        path.write_text(code)
        with pytest.raises(Refused) as refused:
            self.examine(path)
        return json.loads(refused.value.detail)


@pytest.fixture(scope="module")
def taken():
    decoder = Taken(seconds=60)
    yield decoder
    decoder.close()


@pytest.fixture
def directory(tmp_path):
    """With nothing in it."""
    directory = tmp_path / "own"
    directory.mkdir()
    return directory


@pytest.fixture
def code(directory):
    return directory / "photo.jpg"


def answering(content: bytes) -> str:
    """Code that answers in its own words, wherever it can write."""
    return f"""
for number in range(3, 64):
    if number != original:
        try:
            os.write(number, {content!r} + b"\\n")
        except OSError:
            pass
"""


def test_it_works(taken, code):
    """Nothing is wrong with the way that the code is run."""
    assert taken.run(code, "say(os.pread(original, 3, 0).decode()); say(len(outputs))") == ["say", 0]


def attempt(expression: str) -> str:
    return f"try:\n    say(repr({expression}))\nexcept OSError as error:\n    say(error.errno)\n"


@pytest.mark.parametrize("what", TRIED)
def test_it_gets_nothing(taken, code, directory, what):
    key = directory / "key"
    key.write_text(SECRET)
    expression = TRIED[what].format(key=str(key), parent=os.getpid())
    assert taken.run(code, attempt(expression)) == [1], "EPERM"
    assert key.read_text() == SECRET and sorted(directory.iterdir()) == [key, code]


def test_every_other_system_call_is_refused(taken, code):
    """By their numbers, with no arguments: ptrace, bpf, io_uring, mount, process_vm_readv and those to come."""
    _, at = seccomp.PROCESSORS[os.uname().machine]
    known = [
        numbers[at] for numbers in (*seccomp.CALLS.values(), seccomp.MMAP, seccomp.MPROTECT, seccomp.CLONE3)
    ]
    # Of uprobes, which no filter sees: they kill all but the kernel's own trampoline.
    sweep = f"""
for number in set(range(600)) - {{335, 336}} - {set(known)}:
    try:
        say([number, call(number, 0, 0, 0, 0, 0, 0)])
    except OSError as error:
        if error.errno != 1:
            say([number, error.errno])
try:
    call(435, 0, 0)
except OSError as error:
    say(error.errno)
"""
    assert taken.run(code, sweep) == [38], (
        "ENOSYS for clone3, so that the C library starts threads in the older way"
    )


@pytest.mark.parametrize(
    "flags", ["0", "17", "0x10000000 | 17", "0x4000 | 0x100 | 17", "0x00012000", "0x00031000"]
)
def test_only_threads_are_started(taken, code, flags):
    """A process, one in a namespace of users, vfork, one that is traced, one in a namespace of files."""
    clone = seccomp.CLONE[seccomp.PROCESSORS[os.uname().machine][1]]
    assert taken.run(code, attempt(f"call({clone}, {flags}, 0, 0, 0, 0)")) == [1]


def test_its_descriptors_are_its_input_its_outputs_and_its_answer(taken, code, tmp_path):
    tried = """
def can(act):
    found = []
    for number in range(64):
        try:
            act(number)
            found.append(number)
        except OSError:
            pass
    return found

say(set(can(lambda number: os.pread(number, 1, 0))) - {1, 2} == {original})
say(len(set(can(lambda number: os.write(number, b""))) - {1, 2} - set(outputs)))
say(len(outputs))
"""
    code.write_text(tried)
    with pytest.raises(Refused) as refused:
        taken.derive(code, tmp_path)
    assert json.loads(refused.value.detail) == [True, 1, 3]


def test_its_output_is_no_log_line(taken, code, capfd):
    taken.run(code, "os.write(1, b'ERROR the site\\n'); os.write(2, b'is closed\\n')")
    assert capfd.readouterr() == ("", "")


def test_it_does_not_see_the_next_photo(taken, code, tmp_path):
    """Each job has a process of its own: what one changed, the next does not find; and it cannot outlive its answer."""
    assert taken.run(code, "say(os.getpid()); os.names = 'taken'") != taken.run(
        code, "say(os.getpid()); say(hasattr(os, 'names'))"
    )
    assert taken.run(code, "say(hasattr(os, 'names'))") == [False]


def test_one_that_lives_on_is_ended_before_the_next(taken, code):
    """It has answered, and would use the processor, or answer the next job too."""
    lingering = answering(json.dumps({"refused": ["damaged", "[1]"]}).encode()) + "while True: pass"
    assert taken.run(code, lingering) == [1]
    assert taken.run(code, "say(2)") == [2]


NONSENSE = [
    {}, [], 7, {"done": {}}, {"done": None}, {"done": []}, {"done": {"format": "HTML"}}, {"refused": ["closed", ""]},
    {"refused": "damaged"}, {"os_error": ["x", "y"]}, {"done": {"format": "JPEG", "width": "9", "height": 9}},
    {"done": {"format": "JPEG", "width": 10**20, "height": 9, "taken": None, "has_gps": 1, "notices": []}},
    {"done": {"format": "JPEG", "width": 9, "height": 9, "taken": [2020, 99], "has_gps": 1, "notices": []}},
    {"done": {"format": "JPEG", "width": 9, "height": 9, "taken": None, "has_gps": 1, "notices": ["<b>"]}},
    {"done": {
        **{"format": "JPEG", "width": 9, "height": 9, "taken": None, "has_gps": 1, "notices": [], "content_id": ""},
        "fingerprint": "no hash",
    }},
]  # fmt: skip


@pytest.mark.parametrize("answer", [*map(json.dumps, NONSENSE), "{", "", "[" * 50_000, "x" * 200_000, "\xff"])
def test_an_answer_in_its_own_words(taken, code, answer):
    """It is no type, no number and no reason that anybody would see or keep."""
    code.write_text(answering(answer.encode("latin-1")) + "os._exit(0)")
    with pytest.raises(DecoderDied):
        taken.examine(code)
    assert taken.run(code, "say(3)") == [3]


def test_its_type_is_ours(taken, code):
    """Not text/html: browsers get the original with the type that is kept."""
    done = {
        "format": "JPEG",
        "content_type": "text/html",
        "width": 9,
        "height": 9,
        "taken": None,
        "has_gps": "x",
        "content_id": ["no", "text"],
        "fingerprint": "",
    }
    code.write_text(answering(json.dumps({"done": {**done, "notices": []}}).encode()) + "os._exit(0)")
    examined = taken.examine(code)
    assert (examined.content_type, examined.has_gps, examined.content_id) == ("image/jpeg", False, "")


@pytest.mark.parametrize("take", [sandbox.take_paths, sandbox.take_calls])
def test_each_part_alone_keeps_files_away(tmp_path, take):
    """Where the other is missing."""
    path = tmp_path / "key"
    path.write_text(SECRET)
    pid = os.fork()
    if not pid:
        take()
        try:
            os.open(path, os.O_RDONLY)
        except PermissionError:
            os._exit(7)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


@pytest.fixture
def contained(request):
    """A decoder in a container that forbids a part."""
    decoder = Decoder(seconds=60)
    decoder.program = (*CONTAINED, request.param, *Decoder.program)
    yield decoder
    decoder.close()


@pytest.mark.parametrize("contained", ["landlock", "seccomp"], indirect=True)
def test_where_a_part_is_missing_it_works_and_says_so(contained, write, caplog, monkeypatch):
    monkeypatch.setattr(decoder_module, "_is_told", False)
    with caplog.at_level(logging.WARNING):
        for format in FORMATS:
            assert contained.examine(write(drawn(format))).format == format
    part = "Landlock" if "landlock" in contained.program else "seccomp"
    assert [record.getMessage() for record in caplog.records if part in record.getMessage()] == [
        decoder_module.NOT_CONFINED % f"['{part}']"
    ]


@pytest.mark.parametrize("contained", ["landlock", "seccomp"], indirect=True)
def test_strict_decodes_nothing_there(contained, write):
    contained.strict = True
    with pytest.raises(NoSandbox, match="DECODER_SANDBOX=strict"):
        contained.examine(write(drawn("JPEG")))
    assert contained.child.poll() is None


def test_strict_decodes_here(write):
    decoder = Decoder(seconds=60, strict=True)
    assert decoder.examine(write(drawn("HEIF"))).format == "HEIF"
    decoder.close()


@pytest.mark.parametrize("part", ["landlock", "seccomp"])
@pytest.mark.parametrize(("setting", "id"), [("best", "albums.W001"), ("strict", "albums.E001")])
def test_the_check_says_what_is_missing(tmp_path, part, setting, id):
    run = subprocess.run(
        [sys.executable, *CONTAINED, part, "manage.py", "check"],
        cwd=REPOSITORY,
        env={**os.environ, "DECODER_SANDBOX": setting, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert id in run.stderr and part in run.stderr.lower()
    assert (run.returncode == 0) == (setting == "best")


def test_the_start_says_what_is_missing(tmp_path):
    """`manage.py run` calls it before anything else."""
    code = "import django; django.setup(); from albums.checks import log_missing; log_missing()"
    run = subprocess.run(
        [sys.executable, *CONTAINED, "landlock", "-c", code],
        cwd=REPOSITORY,
        env={**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "picup.settings"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0 and run.stderr.count("lacks Landlock") == 1, run.stderr


def test_the_program_for_each_processor():
    """Of 32 bits on the same processor, the numbers mean other calls: it ends the process."""
    for machine in seccomp.PROCESSORS:
        program = seccomp.make_program(machine)
        assert len(program) % 8 == 0 and len(program) // 8 <= 4096
    with pytest.raises(OSError):
        seccomp.make_program("riscv64")


@pytest.mark.parametrize(
    ("version", "rights"), [(1, 13), (2, 14), (3, 15), (4, 15), (5, 16), (7, 16), (99, 16)]
)
def test_old_kernels_are_asked_for_what_they_have(version, rights):
    files, ports, scopes = (
        int.from_bytes(landlock.rules_of(version)[at : at + 8], "little") for at in (0, 8, 16)
    )
    assert files.bit_count() == rights
    assert (bool(ports), bool(scopes)) == (version >= 4, version >= 6)


def test_a_crash_is_a_death(taken, code):
    """Of that photo alone: what started it lives on."""
    taken.run(code, "say(1)")
    pid = taken.child.pid
    code.write_text("ctypes.string_at(0)")
    with pytest.raises(DecoderDied) as died:
        taken.examine(code)
    assert died.value.reason == "killed" and "-11" in str(died.value)
    assert taken.run(code, "say(2)") == [2] and taken.child.pid == pid


def test_too_much_processor_time_is_a_death(code):
    decoder = Taken(seconds=1)
    decoder.run(code, "say(1)")
    decoder.seconds = 60
    code.write_text("while True: pass")
    with pytest.raises(DecoderDied, match="-24"):
        decoder.examine(code)
    decoder.close()


def test_past_its_deadline_nothing_of_it_lives_on(code, directory):
    """It has a process of its own, which ends with the one that started it."""
    decoder = Taken(seconds=60)
    decoder.run(code, "say(1)")
    decoder.seconds = 1
    code.write_text("os.write(outputs[0], str(os.getpid()).encode())\nwhile True: pass")
    with pytest.raises(DecoderDied, match="stalled"):
        decoder.derive(code, directory)
    pid = int((directory / "thumb.webp").read_text())
    wait_for(lambda: not alive([pid]))
