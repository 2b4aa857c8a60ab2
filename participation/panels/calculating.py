"""The background job that finds the fair chances and the numbered panels."""

JOB = "panels.calculate"
def calculate(calculation_id: int) -> None: ...
