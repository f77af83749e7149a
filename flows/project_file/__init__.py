"""The project file: a project, its people and their answers in plain data, read strictly and written back."""

from flows.project_file.answers import ANYTHING, STORED, Known, plain_answer, read_answer
from flows.project_file.nodes import FileRefused, Node, Reading
from flows.project_file.reading import ProjectFile, read_project
from flows.project_file.templates import read_template
from flows.project_file.writing import write_project

__all__ = [
    "ANYTHING",
    "STORED",
    "FileRefused",
    "Known",
    "Node",
    "ProjectFile",
    "Reading",
    "plain_answer",
    "read_answer",
    "read_project",
    "read_template",
    "write_project",
]
