"""build/problem_panel"""
