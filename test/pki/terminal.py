"""Runs a command at a terminal of its own and types an answer at each prompt; prints what it showed."""
import json, os, pty, sys

command, answers = json.loads(sys.argv[1]), json.loads(sys.argv[2])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
shown = b""
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # the command has closed its side
        break
    if not chunk:
        break
    shown += chunk
    if answers and shown.endswith(b": "):
        os.write(terminal, answers.pop(0).encode())
_, status = os.waitpid(pid, 0)
json.dump({"code": os.waitstatus_to_exitcode(status), "shown": shown.decode()}, sys.stdout)
