//! The people that a carrier may meet.

use std::sync::Arc;

use crate::message::PersonId;

/// Who a carrier's customers are among the people of all audiences.
#[derive(Debug, Clone)]
pub struct People {
    n: u32,
    customers: u32,
    /// By person: the place among the customers of that person's carrier; absent where all are customers.
    seats: Option<Arc<[u32]>>,
}

impl People {
    /// So many people, every one a customer.
    pub fn everybody(n: u32) -> People {
        People { n, customers: n, seats: None }
    }

    /// The customers of each of so many carriers, for the carrier of every person. What a carrier keeps of
    /// its customers then lies close together.
    pub fn of_carriers(carriers: impl Iterator<Item = usize>, n_carriers: usize) -> Vec<People> {
        let mut customers = vec![0; n_carriers];
        let seats: Arc<[u32]> = carriers
            .map(|c| {
                customers[c] += 1;
                customers[c] - 1
            })
            .collect();
        let n = seats.len() as u32;
        customers.into_iter().map(|customers| People { n, customers, seats: Some(seats.clone()) }).collect()
    }

    /// How many people there are, customers or not.
    pub fn n(&self) -> u32 {
        self.n
    }

    /// How many are customers.
    pub fn customers(&self) -> usize {
        self.customers as usize
    }

    /// The place of a customer among the customers.
    #[inline]
    pub fn seat(&self, person: PersonId) -> usize {
        self.seats.as_ref().map_or(person.index(), |seats| seats[person.index()] as usize)
    }
}
