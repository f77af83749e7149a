"""Questionnaires: the template's questions, and the values their answers hold."""
