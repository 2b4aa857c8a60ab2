"""The place in the house of the desk pages about people."""

from flask import Blueprint

bp = Blueprint("people_desk", __name__)
