"""desk/linkcheck"""
