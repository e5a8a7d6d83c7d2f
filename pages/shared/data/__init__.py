"""The tabs of the Data page: each draws itself and returns the specification that it says."""
