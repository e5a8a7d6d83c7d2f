"""The least that Streamlit can show: what our pages are measured against."""

import streamlit as st

st.title("Bare")
st.slider("Which", 1, 10, key="which")
if st.button("Train"):
    st.html("<p class='answered'>Training</p>")
