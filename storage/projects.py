"""Projects in the database."""

from __future__ import annotations

from flows.projects.records import Project
from storage.kinds import Columns, Kind

PROJECTS = Kind("project", "project", Project, lambda project: Columns(project_id=project.id))
