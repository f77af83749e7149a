"""Projects: setting them up."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.projects import loading, setup, wizard

AREA = Area(
    looks=(
        case(setup.OpenNewProject, wizard.open_new_project),
        case(setup.OpenSetupPage, wizard.open_setup_page),
    ),
    forms=(
        setup.OpenNewProject,
        setup.OpenSetupPage,
    ),
    by_people=(
        case(setup.SaveBasics, wizard.save_basics),
        case(setup.SaveFunctions, wizard.save_functions),
        case(setup.SavePeople, wizard.save_people),
        case(setup.DiscardSetup, wizard.discard_setup),
        case(setup.CreateProject, wizard.create_project),
    ),
    by_others=(case(loading.LoadProject, loading.load_project),),
)
